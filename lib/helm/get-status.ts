import { type ReleaseInput, statusArgs } from "@/lib/helm/read-args"
import { readJson } from "@/lib/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"
import { type ReleaseRecord, releaseSchema } from "@/lib/helm/schema"

/** A revision (default: the last) with values and manifest; `chart` is null. `not_found` when there is none. */
export async function getStatus(context: HelmContext, input: ReleaseInput): Promise<ReleaseRecord> {
  return readJson(releaseSchema, await runHelm(context, { args: statusArgs(input) }))
}
