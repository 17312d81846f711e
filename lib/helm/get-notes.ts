import { getArgs, type ReleaseInput } from "@/lib/helm/read-args"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"

/** The chart's words to its user. May quote values. */
export function getNotes(context: HelmContext, input: ReleaseInput): Promise<string> {
  return runHelm(context, { args: getArgs("notes", input) })
}
