import {
  Area,
  Bar,
  type BarShapeProps,
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  Line,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts"
import { gridProps, type Unit, xAxisProps, yAxisProps } from "@/components/graphs/axes"
import { FilledRect, GraphTooltip } from "@/components/graphs/legend"
import { MarkBands } from "@/components/graphs/mark-bands"
import { type FormatValue, type GraphPoint, type GraphSeries, isEmptyPoint } from "@/components/graphs/series"
import { useWidth } from "@/components/graphs/use-width"

export interface ValueMark {
  /** The key of the bar. */
  key: string
  /** How far into the bar, from 0 to 1. */
  share: number
  label: string
}

export interface GraphViewProps {
  kind: "lines" | "bars"
  label: string
  points: readonly GraphPoint[]
  series: readonly GraphSeries[]
  /** Determines the grid lines and the value format. */
  unit: Unit
  format: FormatValue
  /** Two series keys whose band is shaded: p50 and p90. */
  band?: readonly [low: string, high: string]
  /** The minimum top of the y axis, in the unit of the values. */
  minTop?: number
  /** Makes a histogram: bars touch, and these values are marked. */
  marks?: readonly ValueMark[]
  selected?: string | null
  onSelect?: (index: number) => void
}

const dashes = [undefined, "6 3", "2 3"]
/** Pixels. A bar that fills half of the graph looks like an area. */
const maxBarWidth = 72
const barCursor = { fill: "var(--color-raised)", fillOpacity: 0.7 }

/** The drawing of a graph with the library, which is loaded after its frame. */
export default function GraphView(props: GraphViewProps) {
  const { kind, label, points, series, unit, format, band, minTop = 0, marks, selected, onSelect } = props
  const { ref, width } = useWidth<HTMLDivElement>()
  const isBars = kind === "bars"
  const byKey = new Map(points.map((point) => [point.key, point]))
  const lines = isBars ? [] : series.filter((one) => !one.ghost)
  const labeled = lines.length > 1
  const top = Math.max(minTop, ...points.map((point) => topOf(point, series, isBars)))
  return (
    <div ref={ref} className="h-full">
      {width > 0 && (
        <ComposedChart
          title={label}
          width={width}
          height={ref.current?.clientHeight ?? 0}
          style={onSelect && { cursor: "pointer" }}
          onClick={({ activeTooltipIndex }) => {
            const index = Number(activeTooltipIndex ?? undefined)
            if (Number.isInteger(index)) onSelect?.(index)
          }}
          data={[...points]}
          margin={{
            top: marks?.length ? 20 : 8,
            right: marks?.length ? 24 : isBars ? 4 : labeled ? labelRoom(lines) : 8,
            bottom: 0,
            left: 0,
          }}
          barCategoryGap={marks === undefined && width / points.length > 12 ? "18%" : 1}
        >
          <CartesianGrid {...gridProps} />
          <MarkBands points={points} />
          <XAxis {...xAxisProps(points)} />
          <YAxis {...yAxisProps(top, unit, format)} />
          <Tooltip
            isAnimationActive={false}
            cursor={isBars ? barCursor : { stroke: "var(--color-line-strong)" }}
            content={({ active, label: key }) =>
              active && (
                <GraphTooltip
                  point={byKey.get(String(key))}
                  series={series}
                  format={format}
                  note={isBars && onSelect ? "Click to show the rows" : undefined}
                />
              )
            }
          />
          <Selection selected={selected ?? null} />
          {isBars && !marks && <EmptyMarks points={points.filter((point) => isEmptyPoint(point, series))} />}
          {band && <Band band={band} series={series} />}
          {series.map((one) =>
            isBars && !one.ghost ? (
              <Bar
                key={one.key}
                dataKey={(point: GraphPoint) => point.values[one.key] ?? 0}
                name={one.label}
                stackId="all"
                maxBarSize={marks ? undefined : maxBarWidth}
                isAnimationActive={false}
                shape={({ x = 0, y = 0, width = 0, height = 0, payload }: BarShapeProps) => (
                  <FilledRect
                    {...{ x, y, width, height }}
                    color={one.color}
                    fill={one.fill}
                    pale={byKey.get(String(payload?.key))?.partial}
                  />
                )}
              />
            ) : (
              <Line
                key={one.key}
                dataKey={(point: GraphPoint) => point.values[one.key] ?? undefined}
                name={one.label}
                type={isBars ? "step" : "linear"}
                stroke={one.color}
                strokeWidth={one.ghost ? 1 : 1.5}
                strokeDasharray={one.ghost ? "3 3" : dashes[lines.indexOf(one)]}
                dot={!isBars && ((dot: DotItemDotProps) => dotOf(dot, points, one))}
                activeDot={one.ghost ? false : { r: 3, fill: one.color, stroke: "var(--color-surface)" }}
                isAnimationActive={false}
              />
            ),
          )}
          {labeled && <EndLabels points={points} lines={lines} />}
          {marks?.map((mark, index) => (
            <MarkLine key={mark.label} mark={mark} side={index === 0 ? "end" : "start"} />
          ))}
        </ComposedChart>
      )}
    </div>
  )
}

/** The room in pixels for the names of the lines at their ends. */
function labelRoom(lines: readonly GraphSeries[]): number {
  return Math.min(96, Math.max(0, ...lines.map((line) => line.label.length * 6.5 + 10)))
}

/** The highest value of a point; bars are stacked. */
function topOf(point: GraphPoint, series: readonly GraphSeries[], isBars: boolean): number {
  const valuesOf = (some: readonly GraphSeries[]) => some.map(({ key }) => point.values[key] ?? 0)
  if (!isBars) return Math.max(0, ...valuesOf(series))
  const sum = valuesOf(series.filter((one) => !one.ghost)).reduce((total, value) => total + value, 0)
  return Math.max(sum, ...valuesOf(series.filter((one) => one.ghost)))
}

function Band({
  band: [low, high],
  series,
}: Pick<GraphViewProps, "series"> & { band: readonly [string, string] }) {
  return (
    <Area
      dataKey={(point: GraphPoint) => {
        const from = point.values[low]
        const to = point.values[high]
        return typeof from === "number" && typeof to === "number" ? [from, to] : undefined
      }}
      stroke="none"
      fill={series.find(({ key }) => key === low)?.color}
      fillOpacity={0.14}
      activeDot={false}
      isAnimationActive={false}
    />
  )
}

/** A hollow dot for a partial bucket; a dot for a point between gaps, which has no line to be seen by. */
function dotOf({ index, cx, cy }: DotItemDotProps, points: readonly GraphPoint[], series: GraphSeries) {
  const hasValue = (at: number) => typeof points[at]?.values[series.key] === "number"
  if (points[index]?.partial === true && !series.ghost && hasValue(index)) {
    return <circle key={index} cx={cx} cy={cy} r="3" fill="var(--color-surface)" stroke={series.color} />
  }
  const isLone = hasValue(index) && !hasValue(index - 1) && !hasValue(index + 1)
  return isLone ? <circle key={index} cx={cx} cy={cy} r="2.5" fill={series.color} /> : <g key={index} />
}

/** Pixels between the names of lines that end at the same height. */
const labelHeight = 12

/** The name of each line at its last known point, instead of a legend. */
function EndLabels({ points, lines }: { points: readonly GraphPoint[]; lines: readonly GraphSeries[] }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (!x || !y) return null
  const ends = lines.flatMap((line) => {
    const last = points.findLast((point) => typeof point.values[line.key] === "number")
    const [at, height] = [x(last?.key, { position: "middle" }), y(last?.values[line.key])]
    return at === undefined || height === undefined ? [] : [{ line, at, height }]
  })
  let lowest = Number.NEGATIVE_INFINITY
  return ends
    .toSorted((one, other) => one.height - other.height)
    .map(({ line, at, height }) => {
      lowest = Math.max(height, lowest + labelHeight)
      return (
        <text key={line.key} x={at + 6} y={lowest + 4} fontSize="11" fill={line.color}>
          {line.label}
        </text>
      )
    })
}

/** A short stroke on the baseline: the bucket is in the window and has no data. */
function EmptyMarks({ points }: { points: readonly GraphPoint[] }) {
  const x = useXAxisScale()
  const ground = useYAxisScale()?.(0)
  if (!x || ground === undefined) return null
  return points.map((point) => {
    const middle = x(point.key, { position: "middle" })
    if (middle === undefined) return null
    return <path key={point.key} d={`M${middle - 2} ${ground - 3}h4`} stroke="var(--color-line-strong)" />
  })
}

function Selection({ selected }: { selected: string | null }) {
  const edges = useBarEdges(selected)
  if (!edges) return null
  const { start, end, ground } = edges
  return <path d={`M${start} ${ground + 1}H${end}`} stroke="var(--color-accent)" strokeWidth="2" />
}

/** `side`: which end of the name is at the line, so that the names of two close lines do not overlap. */
function MarkLine({ mark, side }: { mark: ValueMark; side: "start" | "end" }) {
  const edges = useBarEdges(mark.key)
  if (!edges) return null
  const at = edges.start + (edges.end - edges.start) * mark.share
  return (
    <g>
      <path d={`M${at} ${edges.ground}V16`} stroke="var(--color-text)" strokeWidth="1.25" />
      <text x={at} y="11" fontSize="11" textAnchor={side} fill="var(--color-text)">
        {mark.label}
      </text>
    </g>
  )
}

function useBarEdges(key: string | null) {
  const x = useXAxisScale()
  const ground = useYAxisScale()?.(0)
  if (!x || ground === undefined || key === null) return null
  const start = x(key, { position: "start" })
  const end = x(key, { position: "end" })
  return start === undefined || end === undefined ? null : { start, end, ground }
}
