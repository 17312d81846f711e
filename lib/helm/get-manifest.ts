import { getArgs, type ReleaseInput } from "@/lib/helm/read-args"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"

/** What a revision (default: the last) made, as YAML documents. Holds the data of Secrets. */
export function getManifest(context: HelmContext, input: ReleaseInput): Promise<string> {
  return runHelm(context, { args: getArgs("manifest", input) })
}
