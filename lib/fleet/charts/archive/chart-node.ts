import type { ChartDependency } from "./chart-metadata"
import type { Crd } from "./read-crds"

/** A chart and the charts inside it: what decides its values, their checks, and its custom resource definitions. */
export type ChartNode = {
  name: string
  version: string
  values: Record<string, unknown>
  /** values.schema.json. */
  schema: Record<string, unknown> | null
  dependencies: ChartDependency[]
  /** What is packed in charts/, whether it is enabled or not. */
  subcharts: ChartNode[]
  /** Custom resource definitions in crds/. */
  crds: Crd[]
}

/** The definitions of a chart and of the charts inside it. */
export const allCrds = ({ crds, subcharts }: Pick<ChartNode, "crds" | "subcharts">): Crd[] => [
  ...crds,
  ...subcharts.flatMap(allCrds),
]
