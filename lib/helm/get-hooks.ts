import { getArgs, type ReleaseInput } from "@/lib/helm/read-args"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"

/** The hooks of a revision, as YAML documents. They may hold secrets. */
export function getHooks(context: HelmContext, input: ReleaseInput): Promise<string> {
  return runHelm(context, { args: getArgs("hooks", input) })
}
