import { readJson } from "@/lib/kube/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { type Values, valuesSchema } from "@/lib/kube/helm/schema"
import { getValuesArgs, type ReleaseInput } from "./arguments"

/** The user-supplied values, or with `all` all values visible to templates. May contain secrets. */
export async function getValues(
  context: HelmContext,
  input: ReleaseInput & { all: boolean },
): Promise<Values> {
  return readJson(valuesSchema, await runHelm(context, { args: getValuesArgs(input) }))
}
