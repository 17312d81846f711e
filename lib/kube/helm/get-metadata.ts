import { readJson } from "@/lib/kube/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { metadataSchema, type ReleaseMetadata } from "@/lib/kube/helm/schema"
import { getArgs, type ReleaseInput } from "./arguments"

/** A revision without secrets, safe to poll. */
export async function getMetadata(context: HelmContext, input: ReleaseInput): Promise<ReleaseMetadata> {
  return readJson(metadataSchema, await runHelm(context, { args: getArgs("metadata", input) }))
}
