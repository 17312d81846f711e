export interface SparklineProps {
  /** The accessible description: "Deployments per day, last 30 days". */
  label: string
  values: readonly (number | null)[]
  /** The previous period. */
  ghost?: readonly (number | null)[]
  colour?: string
  height?: number
}

const width = 120

/** A trend without axes, next to its number. Unknown values are gaps. */
export function Sparkline({
  label,
  values,
  ghost = [],
  colour = "var(--accent)",
  height = 28,
}: SparklineProps) {
  const top = Math.max(1e-9, ...[...values, ...ghost].map((value) => value ?? 0))
  const last = values.findLastIndex((value) => value !== null)
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block w-full overflow-visible"
      style={{ height }}
    >
      <path d={sparkPath(ghost, top, height)} {...line} stroke="var(--ghost)" strokeDasharray="2 2" />
      <path d={sparkPath(values, top, height)} {...line} stroke={colour} strokeWidth="1.5" />
      {last >= 0 && (
        // A zero-length round cap stays round however the drawing is stretched.
        <path
          d={`M${x(last, values.length)} ${y(values[last] ?? 0, top, height)}h0`}
          {...line}
          stroke={colour}
          strokeWidth="5"
        />
      )}
    </svg>
  )
}

const line = { fill: "none", strokeLinecap: "round", vectorEffect: "non-scaling-stroke" } as const

function x(index: number, count: number): number {
  return count < 2 ? width : (index / (count - 1)) * width
}

function y(value: number, top: number, height: number): number {
  return height - 2 - (value / top) * (height - 4)
}

/** An SVG path through the known values, in a box of 120 by `height`, with gaps for unknown ones. */
export function sparkPath(values: readonly (number | null)[], top: number, height: number): string {
  let down = false
  return values
    .map((value, index) => {
      if (value === null) {
        down = false
        return ""
      }
      const step = `${down ? "L" : "M"}${x(index, values.length).toFixed(1)} ${y(value, top, height).toFixed(1)}`
      down = true
      return step
    })
    .join("")
}
