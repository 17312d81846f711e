import type { ChartDependency } from "./chart-metadata"
import type { Crd } from "./read-crds"

/** A chart and its subcharts: everything that determines its values, their validation, and its CRDs. */
export type ChartNode = {
  name: string
  version: string
  values: Record<string, unknown>
  /** values.schema.json. */
  schema: Record<string, unknown> | null
  dependencies: ChartDependency[]
  /** The charts in charts/, whether enabled or not. */
  subcharts: ChartNode[]
  /** Custom resource definitions in crds/. */
  crds: Crd[]
}

/** The definitions of a chart and of the charts inside it. */
export const allCrds = ({ crds, subcharts }: Pick<ChartNode, "crds" | "subcharts">): Crd[] => [
  ...crds,
  ...subcharts.flatMap(allCrds),
]
