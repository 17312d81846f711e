/** One place on the x axis. */
export interface GraphPoint {
  /** Unique: the start of the bucket. */
  key: string
  /** On the axis: `12 Feb`. */
  label: string
  /** In full, for the tooltip and the table: `Thu 12 Feb 2026`. Default: the label. */
  title?: string
  /** Cut by the window or by the present: not to be compared with whole ones. */
  partial?: boolean
  /** By series key; null is unknown and leaves a gap, never a zero. */
  values: Readonly<Record<string, number | null>>
}

export interface GraphSeries {
  key: string
  label: string
  /** A CSS colour, best a token: `var(--deployed)`. */
  colour: string
  /** Tells series apart without colour. */
  fill?: "solid" | "hatch" | "outline"
  /** The same thing in the window before: thin, dashed and grey. */
  ghost?: boolean
}

export type FormatValue = (value: number) => string

/** What a graph says in words: for screen readers, for the table switch and for CSV. */
export interface GraphTable {
  head: readonly string[]
  /** Shown cells. */
  rows: readonly (readonly string[])[]
  /** Raw cells for CSV, the same shape. */
  raw: readonly (readonly (string | number | null)[])[]
}

export function seriesTable(
  points: readonly GraphPoint[],
  series: readonly GraphSeries[],
  format: FormatValue,
  first = "Bucket",
): GraphTable {
  return {
    head: [first, ...series.map((one) => one.label)],
    rows: points.map((point) => [
      point.title ?? point.label,
      ...series.map((one) => formatOrDash(point.values[one.key], format)),
    ]),
    raw: points.map((point) => [point.key, ...series.map((one) => point.values[one.key] ?? null)]),
  }
}

export function formatOrDash(value: number | null | undefined, format: FormatValue): string {
  return value === null || value === undefined ? "–" : format(value)
}

/** Whether nothing at all is known or counted in a bucket. */
export function isEmptyPoint(point: GraphPoint, series: readonly GraphSeries[]): boolean {
  return series.every((one) => one.ghost || !point.values[one.key])
}
