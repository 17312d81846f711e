import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import { coalesceValues } from "./coalesce-values"
import type { Values } from "./merge-values"
import { type ValidatedValues, validateValues } from "./validate-values"

/** Validates values against the schemas of a chart in a worker thread: schema patterns can take arbitrarily long. */
export default function checkValuesTask({
  chart,
  given,
}: {
  chart: ChartNode
  given: Values
}): ValidatedValues {
  return validateValues(coalesceValues(chart, given))
}
