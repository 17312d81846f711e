import { type FormatValue, formatOrDash, type GraphPoint, type GraphSeries } from "@/components/graphs/series"

export function Legend({ series }: { series: readonly GraphSeries[] }) {
  return (
    <ul className="mr-1 flex flex-wrap justify-end gap-x-3 pt-1 max-md:hidden print:flex!">
      {series.map((one) => (
        <li key={one.key} className="flex items-center gap-1.5 text-xs text-muted">
          <Swatch series={one} />
          {one.label}
        </li>
      ))}
    </ul>
  )
}

function Swatch({ series }: { series: GraphSeries }) {
  return (
    <svg aria-hidden="true" width="10" height="10" className="shrink-0">
      {series.ghost ? (
        <path d="M0 5 H10" stroke={series.color} strokeWidth="1.5" strokeDasharray="3 2" />
      ) : (
        <FilledRect x={0} y={0} width={10} height={10} color={series.color} fill={series.fill} />
      )}
    </svg>
  )
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

interface FilledRectProps extends Box {
  color: string
  fill?: GraphSeries["fill"]
  /** Part of a partial bucket. */
  pale?: boolean
}

/** Solid, hatched (failed), outlined (rolled back) or dotted (quarantined), so that statuses never differ by color alone. */
export function FilledRect({ x, y, width, height, color, fill = "solid", pale }: FilledRectProps) {
  if (width <= 0 || height <= 0) return null
  if (fill === "solid")
    return <rect x={x} y={y} width={width} height={height} fill={color} fillOpacity={pale ? 0.4 : 0.88} />
  const inset = { x: x + 0.5, y: y + 0.5, width: Math.max(width - 1, 0.5), height: Math.max(height - 1, 0.5) }
  return (
    <>
      <rect
        {...inset}
        fill={color}
        fillOpacity={fill === "hatch" ? 0.16 : 0.1}
        stroke={color}
        strokeWidth="1"
        strokeDasharray={pale ? "2 2" : undefined}
      />
      {fill === "hatch" && <path d={hatchLines(inset)} stroke={color} strokeWidth="1.25" fill="none" />}
      {fill === "dots" && <path d={dots(inset)} stroke={color} strokeWidth="2" strokeLinecap="round" />}
    </>
  )
}

const dotGap = 5

/** Each dot is a stroke without a length. */
function dots({ x, y, width, height }: Box): string {
  const places = (from: number, length: number) =>
    Array.from({ length: Math.max(1, Math.floor(length / dotGap)) }, (_, index) =>
      round(from + Math.min(length / 2, dotGap / 2) + index * dotGap),
    )
  return places(y, height)
    .flatMap((row) => places(x, width).map((column) => `M${column} ${row}h0`))
    .join("")
}

const hatchGap = 5

/** Clipped by computing: an SVG pattern would need an id that is unique on the page and in exports. */
function hatchLines(box: Box): string {
  const { x, y, width, height } = box
  const lines: string[] = []
  for (let offset = hatchGap / 2; offset < width + height; offset += hatchGap) {
    const fromX = Math.min(offset, width)
    const fromY = offset - fromX
    const toY = Math.min(offset, height)
    const toX = offset - toY
    lines.push(`M${round(x + fromX)} ${round(y + fromY)}L${round(x + toX)} ${round(y + toY)}`)
  }
  return lines.join("")
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

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
      {point.marks?.map((mark) => (
        <p key={mark.number} className="mt-1 max-w-64 text-muted">
          <span style={{ color: mark.color }}>{mark.number}</span> {mark.label}
        </p>
      ))}
      {note && <p className="mt-1 text-2xs text-muted">{note}</p>}
    </div>
  )
}
