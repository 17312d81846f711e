/** An annotation of a time, with its number on all graphs of a page. */
export interface GraphMark {
  number: number
  label: string
  color: string
}

export interface GraphPoint {
  /** Unique: the start of the bucket. */
  key: string
  /** The axis label: `12 Feb`. */
  label: string
  /** The full label for the tooltip and the table: `Thu 12 Feb 2026`. Default: the label. */
  title?: string
  /** Cut off by the window or the current time; not comparable with complete buckets. */
  partial?: boolean
  marks?: readonly GraphMark[]
  /** Keyed by series; null is unknown and leaves a gap. */
  values: Readonly<Record<string, number | null>>
}

export interface GraphSeries {
  key: string
  label: string
  /** A CSS color, preferably a token: `var(--color-deployed)`. */
  color: string
  /** Distinguishes series without color. */
  fill?: "solid" | "hatch" | "outline" | "dots"
  /** Draws the series as the previous period: thin, dashed and gray. */
  ghost?: boolean
}

export type FormatValue = (value: number) => string

/** The data of a graph as text: for screen readers, the table view and CSV. */
export interface GraphTable {
  head: readonly string[]
  /** Formatted cells. */
  rows: readonly (readonly string[])[]
  /** Raw cells for CSV, in the same order. */
  raw: readonly (readonly (string | number | null)[])[]
}

export function seriesTable(
  points: readonly GraphPoint[],
  series: readonly GraphSeries[],
  format: FormatValue,
  first = "Bucket",
): GraphTable {
  const marked = points.some(({ marks = [] }) => marks.length > 0)
  const marksOf = ({ marks = [] }: GraphPoint) => (marked ? [marks.map(({ label }) => label).join("; ")] : [])
  return {
    head: [first, ...series.map((one) => one.label), ...(marked ? ["Annotations"] : [])],
    rows: points.map((point) => [
      point.title ?? point.label,
      ...series.map((one) => formatOrDash(point.values[one.key], format)),
      ...marksOf(point),
    ]),
    raw: points.map((point) => [
      point.key,
      ...series.map((one) => point.values[one.key] ?? null),
      ...marksOf(point),
    ]),
  }
}

export function formatOrDash(value: number | null | undefined, format: FormatValue): string {
  return value === null || value === undefined ? "–" : format(value)
}

export function isEmptyPoint(point: GraphPoint, series: readonly GraphSeries[]): boolean {
  return series.every((one) => one.ghost || !point.values[one.key])
}
