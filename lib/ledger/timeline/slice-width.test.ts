import { expect, it } from "vitest"
import { sliceWidthSeconds } from "./slice-width"

it.each([
  [1, 60],
  [24, 5 * 60],
  [24 * 7, 3600],
  [24 * 30, 3 * 3600],
  [24 * 365, 86_400],
  [24 * 365 * 5, 7 * 86_400],
  [24 * 365 * 100, 30 * 86_400],
])("a window of %d hours is split into slices of %d seconds", (hours, width) => {
  const from = new Date("2026-01-01T00:00:00Z")
  expect(sliceWidthSeconds(from, new Date(from.getTime() + hours * 3_600_000))).toBe(width)
})
