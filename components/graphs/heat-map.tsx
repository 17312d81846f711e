import { type KeyboardEvent, useState } from "react"
import { GraphFrame, type GraphFrameOptions } from "@/components/graphs/graph-frame"
import { useWidth } from "@/components/graphs/use-width"
import { Tooltip } from "@/components/ui/tooltip"
import { nextCell } from "@/components/ui/use-matrix-keys"
import { formatCount } from "@/lib/platform/format"

interface HeatMapProps extends GraphFrameOptions {
  /** Labels from top to bottom: "Mon" … "Sun". */
  rows: readonly string[]
  /** Labels from left to right: "00" … "23". */
  columns: readonly string[]
  /** values[row][column]. */
  values: readonly (readonly number[])[]
}

const labelWidth = 34
const headHeight = 18
const gap = 2

/** Five steps of the accent color by share of the maximum; zero is an empty outline. */
function heatStep(value: number, top: number): number {
  return value <= 0 || top <= 0 ? 0 : Math.max(1, Math.ceil((value / top) * 5))
}

/** Counts by two categories, such as weekday and hour. One tab stop; arrow keys move between cells. */
export function HeatMap(props: HeatMapProps) {
  const { rows, columns, values, ...frame } = props
  const { ref, width } = useWidth<HTMLDivElement>()
  const [active, setActive] = useState({ row: 0, column: 0 })
  const height = frame.height ?? headHeight + rows.length * 24
  const cellWidth = Math.max(4, (width - labelWidth) / columns.length)
  const cellHeight = (height - headHeight) / rows.length
  const top = Math.max(0, ...values.flat())
  const everyOther = Math.ceil(22 / cellWidth)

  function walk(event: KeyboardEvent<SVGSVGElement>) {
    const next = nextCell(event.key, active, { rows: rows.length, columns: columns.length }, () => true)
    if (next === null) return
    event.preventDefault()
    setActive(next)
    event.currentTarget.querySelector<SVGElement>(`[data-cell="${next.row}-${next.column}"]`)?.focus()
  }

  return (
    <GraphFrame {...frame} height={height} table={heatTable(["Day", ...columns], rows, values)}>
      <div ref={ref} className="h-full">
        {width > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: an SVG has no fieldset; the group only labels its cells
          <svg
            role="group"
            aria-label={`${frame.title}, cells`}
            width={width}
            height={height}
            onKeyDown={walk}
          >
            {columns.map(
              (column, index) =>
                index % everyOther === 0 && (
                  <text
                    key={column}
                    x={labelWidth + index * cellWidth}
                    y="11"
                    fontSize="11"
                    fill="var(--color-muted)"
                  >
                    {column}
                  </text>
                ),
            )}
            {rows.map((name, row) => (
              <g key={name}>
                <text
                  x="0"
                  y={headHeight + row * cellHeight + cellHeight / 2 + 4}
                  fontSize="11"
                  fill="var(--color-muted)"
                >
                  {name}
                </text>
                {columns.map((column, index) => {
                  const value = values[row]?.[index] ?? 0
                  const step = heatStep(value, top)
                  const label = `${name} ${column}: ${formatCount(value)}`
                  return (
                    <Tooltip key={column} content={label} labels delayMs={0}>
                      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: arrow keys move between cells */}
                      <rect
                        x={labelWidth + index * cellWidth}
                        y={headHeight + row * cellHeight}
                        width={cellWidth - gap}
                        height={cellHeight - gap}
                        rx="2"
                        data-cell={`${row}-${index}`}
                        tabIndex={active.row === row && active.column === index ? 0 : -1}
                        role="img"
                        aria-label={label}
                        onFocus={() => setActive({ row, column: index })}
                        fill={step === 0 ? "transparent" : "var(--color-accent)"}
                        fillOpacity={step === 0 ? undefined : step * 0.19}
                        stroke={step === 0 ? "var(--color-line)" : "none"}
                      />
                    </Tooltip>
                  )
                })}
              </g>
            ))}
          </svg>
        )}
      </div>
    </GraphFrame>
  )
}

function heatTable(head: readonly string[], rows: readonly string[], values: HeatMapProps["values"]) {
  const raw = rows.map((name, row) => [name, ...head.slice(1).map((_, column) => values[row]?.[column] ?? 0)])
  return {
    head,
    rows: raw.map((cells) => cells.map((cell) => (typeof cell === "number" ? formatCount(cell) : cell))),
    raw,
  }
}
