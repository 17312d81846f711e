import { type ShowPart, showArgs } from "@/lib/helm/read-args"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"

/** A part of a chart as text: Chart.yaml, values.yaml with its comments, the readme, or its CRDs. */
export function showChart(
  context: HelmContext,
  part: ShowPart,
  input: { chart: string; version?: string },
): Promise<string> {
  return runHelm(context, { args: showArgs(part, input) })
}
