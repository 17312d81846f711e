import { percentileCont } from "@/tools/testing/oracles/insight-figures.oracle"

/**
 * One row of the report, returned by every `measure-….ts`: the measured value and its baseline from the same run. Empty
 * without a baseline or target; `ok` is null without a target.
 */
export type Figure = {
  what: string
  value: string
  baseline: string
  ratio: string
  target: string
  ok: boolean | null
}

/** A number of records or rows. */
export function count(number: number): string {
  return number.toLocaleString("en")
}

export function p(values: readonly number[], percent: number): number {
  return percentileCont(values, percent / 100) ?? Number.NaN
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`
}

export function times(value: number): string {
  return `${value.toFixed(2)} ×`
}

const columns = ["what", "value", "baseline", "ratio", "target"] as const
const heads: Figure = {
  what: "what",
  value: "measured",
  baseline: "baseline",
  ratio: "ratio",
  target: "target",
  ok: null,
}

/** The figures as a plain-text table. */
export function table(figures: readonly Figure[]): string {
  const rows = [heads, ...figures]
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)))
  const mark = ({ ok }: Figure) => (ok === null ? "" : ok ? "met" : "MISSED")
  const line = (row: Figure) => [
    ...columns.map((column, index) => row[column].padEnd(widths[index] ?? 0)),
    mark(row),
  ]
  return rows.map((row) => line(row).join("  ").trimEnd()).join("\n")
}
