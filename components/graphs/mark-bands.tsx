import { usePlotArea, useXAxisScale } from "recharts"
import type { GraphMark, GraphPoint } from "@/components/graphs/series"

/** Pixels between the numbers of marks that start at one point. */
const numberWidth = 13

/** Shades the buckets of each mark behind the graph, with its number where it starts. */
export function MarkBands({ points }: { points: readonly GraphPoint[] }) {
  const x = useXAxisScale()
  const area = usePlotArea()
  if (!x || !area) return null
  const middles = points.map(({ key }) => x(key, { position: "middle" }) ?? 0)
  const half = ((middles[1] ?? middles[0] ?? 0) - (middles[0] ?? 0)) / 2 || area.width / 2
  const left = area.x
  const right = area.x + area.width
  const starts = new Map<number, number>()
  return spansOf(points).map(({ mark, first, last }) => {
    const from = Math.max(left, (middles[first] ?? 0) - half)
    const to = Math.min(right, (middles[last] ?? 0) + half)
    const before = starts.get(first) ?? 0
    starts.set(first, before + 1)
    return (
      <g key={mark.number}>
        <rect
          x={from}
          y={area.y}
          width={Math.max(1, to - from)}
          height={area.height}
          fill={mark.color}
          fillOpacity="0.1"
        />
        <path d={`M${from} ${area.y}v${area.height}`} stroke={mark.color} strokeDasharray="1 2" />
        <text
          x={from + 3 + before * numberWidth}
          y={area.y + 10}
          fontSize="11"
          fontWeight="500"
          fill={mark.color}
        >
          {mark.number}
        </text>
      </g>
    )
  })
}

function spansOf(points: readonly GraphPoint[]) {
  const spans = new Map<number, { mark: GraphMark; first: number; last: number }>()
  for (const [index, { marks = [] }] of points.entries()) {
    for (const mark of marks)
      spans.set(mark.number, { mark, first: spans.get(mark.number)?.first ?? index, last: index })
  }
  return [...spans.values()]
}
