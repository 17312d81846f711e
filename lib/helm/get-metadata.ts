import { getArgs, type ReleaseInput } from "@/lib/helm/read-args"
import { readJson } from "@/lib/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"
import { metadataSchema, type ReleaseMetadata } from "@/lib/helm/schema"

/** A revision without anything secret: the safe one to poll. */
export async function getMetadata(context: HelmContext, input: ReleaseInput): Promise<ReleaseMetadata> {
  return readJson(metadataSchema, await runHelm(context, { args: getArgs("metadata", input) }))
}
