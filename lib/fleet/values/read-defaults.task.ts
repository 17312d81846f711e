import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import { defaultValues } from "@/lib/fleet/releases/merge-values"
import { masked } from "@/lib/kube/masking/mask"
import { visitValues } from "@/lib/kube/masking/mask-values"

/** The default values of a chart as JSON, unmasked and with secrets masked. */
export type Defaults = { values: string; masked: string }

export default function readDefaultsTask(chart: ChartNode): Defaults {
  const values = defaultValues(chart)
  const maskedValues = visitValues(values, chart.schema, (leaf, isSecret) =>
    isSecret && leaf !== "" ? masked : leaf,
  )
  return { values: JSON.stringify(values), masked: JSON.stringify(maskedValues) }
}
