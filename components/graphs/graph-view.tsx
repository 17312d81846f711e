"use client"

import { LineGraphView, type LineGraphViewProps } from "@/components/graphs/line-graph-view"
import { StackedBarsView, type StackedBarsViewProps } from "@/components/graphs/stacked-bars-view"

type GraphViewProps = ({ kind: "line" } & LineGraphViewProps) | ({ kind: "bars" } & StackedBarsViewProps)

/** Both kinds in one module; otherwise their shared code would be loaded twice. */
export default function GraphView(props: GraphViewProps) {
  return props.kind === "line" ? <LineGraphView {...props} /> : <StackedBarsView {...props} />
}
