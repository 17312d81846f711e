import { Swatch } from "@/components/graphs/legend"
import { type FormatValue, formatOrDash, type GraphPoint, type GraphSeries } from "@/components/graphs/series"

interface GraphTooltipProps {
  point: GraphPoint | undefined
  series: readonly GraphSeries[]
  format: FormatValue
  /** Describes the click action: "Click to show the rows". */
  note?: string
}

export function GraphTooltip({ point, series, format, note }: GraphTooltipProps) {
  if (!point) return null
  return (
    <div className="rounded-md border border-line-strong/60 bg-surface px-2.5 py-2 text-xs">
      <p className="mb-1 font-medium">{point.title ?? point.label}</p>
      <ul className="flex flex-col gap-0.5">
        {series.map((one) => (
          <li key={one.key} className="flex items-center gap-2">
            <Swatch series={one} />
            <span className="flex-1 text-muted">{one.label}</span>
            <span className="pl-4 tabular-nums">{formatOrDash(point.values[one.key], format)}</span>
          </li>
        ))}
      </ul>
      {note && <p className="mt-1 text-2xs text-muted">{note}</p>}
    </div>
  )
}
