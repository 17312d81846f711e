interface SparklineProps {
  /** The accessible description: "Deployments per day, last 30 days". */
  label: string
  values: readonly (number | null)[]
}

const width = 120
const height = 24
const stroke = "var(--color-accent)"

export function Sparkline({ label, values }: SparklineProps) {
  const top = Math.max(1e-9, ...values.map((value) => value ?? 0))
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
      <path d={sparkPath(values, top)} {...line} stroke={stroke} strokeWidth="1.5" />
      {last >= 0 && (
        // A zero-length round cap stays round however the drawing is stretched.
        <path
          d={`M${x(last, values.length)} ${y(values[last] ?? 0, top)}h0`}
          {...line}
          stroke={stroke}
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

function y(value: number, top: number): number {
  return height - 2 - (value / top) * (height - 4)
}

/** An SVG path through the known values, in a box of 120 by 24, with gaps for unknown ones. */
function sparkPath(values: readonly (number | null)[], top: number): string {
  let down = false
  return values
    .map((value, index) => {
      if (value === null) {
        down = false
        return ""
      }
      const step = `${down ? "L" : "M"}${x(index, values.length).toFixed(1)} ${y(value, top).toFixed(1)}`
      down = true
      return step
    })
    .join("")
}
