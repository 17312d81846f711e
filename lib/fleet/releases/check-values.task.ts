import type { ChartNode } from "@/lib/fleet/charts/archive/chart-node"
import { coalesceValues } from "./coalesce-values"
import type { Values } from "./merge-values"
import { type ValidatedValues, validateValues } from "./validate-values"

/** Checks values by the schemas of a chart in a worker thread: schemas and their patterns can take any time. */
export default function checkValuesTask({
  chart,
  given,
}: {
  chart: ChartNode
  given: Values
}): ValidatedValues {
  return validateValues(coalesceValues(chart, given))
}
