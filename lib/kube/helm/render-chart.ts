import { type TemplateInput, templateArgs } from "@/lib/kube/helm/read-args"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"

/** The rendered manifest as YAML documents, without access to a cluster. Contains the data of Secrets. */
export function renderChart(
  context: HelmContext,
  input: TemplateInput & { values: string },
): Promise<string> {
  return runHelm(context, { args: templateArgs(input), input: input.values })
}
