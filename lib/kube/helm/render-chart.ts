import { type TemplateInput, templateArgs } from "@/lib/kube/helm/read-args"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"

/** What the chart makes of the values, as YAML documents, without asking a cluster. Holds the data of Secrets. */
export function renderChart(
  context: HelmContext,
  input: TemplateInput & { values: string },
): Promise<string> {
  return runHelm(context, { args: templateArgs(input), input: input.values })
}
