import fc from "fast-check"
import { Temporal } from "temporal-polyfill"
import { expect, it } from "vitest"
import { mondayOf, weekAfter, weekOf } from "./iso-week"

const aDay = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => Temporal.PlainDate.from("1990-01-01").add({ days }))

it("weekOf and mondayOf follow ISO 8601", () => {
  fc.assert(
    fc.property(aDay, (day) => {
      const week = weekOf(day.toString())
      expect(week).toBe(`${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, "0")}`)
      expect(mondayOf(week)).toBe(day.subtract({ days: day.dayOfWeek - 1 }).toString())
      expect(weekAfter(week, -3)).toBe(weekOf(day.subtract({ weeks: 3 }).toString()))
    }),
  )
})

it("mondayOf returns null for an invalid week", () => {
  for (const week of ["2025-W53", "2026-W00", "2026-W54", "2026-47", "0050-W01", "week", ""]) {
    expect(mondayOf(week), week).toBeNull()
  }
  expect(mondayOf("2026-W53")).toBe("2026-12-28")
})
