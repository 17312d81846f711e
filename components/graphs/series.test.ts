import { expect, it } from "vitest"
import { type GraphSeries, isEmptyPoint, seriesTable } from "@/components/graphs/series"

const series: GraphSeries[] = [
  { key: "reached", label: "Reached", color: "green" },
  { key: "before", label: "Previous week", color: "gray", ghost: true },
]

it("graphTable shows unknown values as a dash, never as zero", () => {
  const points = [{ key: "2026-02-12", label: "12 Feb", values: { reached: 3, before: null } }]
  expect(seriesTable(points, series, String)).toEqual({
    head: ["Bucket", "Reached", "Previous week"],
    rows: [["12 Feb", "3", "–"]],
    raw: [["2026-02-12", 3, null]],
  })
})

it("graphTable names the marks of each bucket if there are any", () => {
  const marks = [{ number: 1, label: "Freeze: Christmas", color: "blue" }]
  const points = [
    { key: "a", label: "a", values: { reached: 3 }, marks },
    { key: "b", label: "b", values: { reached: 1 }, marks: [] },
  ]
  const { head, raw } = seriesTable(points, series.slice(0, 1), String)
  expect([head, ...raw]).toEqual([
    ["Bucket", "Reached", "Annotations"],
    ["a", 3, "Freeze: Christmas"],
    ["b", 1, ""],
  ])
})

it("isEmptyPoint ignores values of the previous period", () => {
  expect(isEmptyPoint({ key: "a", label: "a", values: { reached: 0, before: 9 } }, series)).toBe(true)
  expect(isEmptyPoint({ key: "a", label: "a", values: { reached: 1, before: null } }, series)).toBe(false)
})
