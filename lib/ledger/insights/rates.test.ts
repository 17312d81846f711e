import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { durationBinOf, percentileCont } from "@/tools/testing/oracles/insight-figures.oracle"
import { frequencyBand, timeBand } from "./bands"
import { averageDays, deployDaysPerWeek, durationBins, durationEdges, rate, truncateAtNow } from "./rates"

describe("percentileCont", () => {
  it("interpolates between the nearest ranks", () => {
    expect(percentileCont([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(percentileCont([10, 0], 0.9)).toBe(9)
    expect(percentileCont([7], 0.9)).toBe(7)
  })

  it("returns null for no values, never 0", () => {
    expect(percentileCont([], 0.5)).toBeNull()
  })

  it("lies between minimum and maximum, and grows with the share", () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(values, share, share, (numbers, a, b) => {
        const low = percentileCont(numbers, Math.min(a, b)) ?? Number.NaN
        const high = percentileCont(numbers, Math.max(a, b)) ?? Number.NaN
        expect(low).toBeLessThanOrEqual(high + 1e-9)
        expect(low).toBeGreaterThanOrEqual(Math.min(...numbers))
        expect(high).toBeLessThanOrEqual(Math.max(...numbers))
      }),
    )
  })
})

describe("rate", () => {
  it("returns numerator and denominator, and null for a denominator of 0", () => {
    expect(rate(1, 4)).toEqual({ value: 0.25, numerator: 1, denominator: 4 })
    expect(rate(0, 0)).toEqual({ value: null, numerator: 0, denominator: 0 })
  })
})

describe("averageDays", () => {
  const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 0, day, hour))

  it("is the whole window if there were earlier records", () => {
    expect(averageDays(at(10), at(20), at(1))).toBe(10)
    expect(averageDays(at(10), at(10, 12), at(1))).toBe(0.5)
  })

  it("starts at the first record if that is later, but is at least a day", () => {
    expect(averageDays(at(10), at(20), at(15))).toBe(5)
    expect(averageDays(at(10), at(20), at(19, 23))).toBe(1)
  })

  it("is null before the first record", () => {
    expect(averageDays(at(10), at(20), at(20))).toBeNull()
    expect(averageDays(at(10), at(20), null)).toBeNull()
  })

  it("is null for a window that has not begun", () => {
    const future = truncateAtNow({ from: at(20), to: at(27) }, at(10))
    expect(averageDays(future.from, future.to, at(1))).toBeNull()
    expect(deployDaysPerWeek(0, future, at(1), "UTC")).toBeNull()
  })
})

describe("the survey bands", () => {
  it("classify a frequency", () => {
    const labels = [5, 1, 0.5, 1 / 20, 1 / 100, 0].map((perDay) => frequencyBand(perDay, 10))
    expect(labels).toEqual([
      "on demand (several a day)",
      "daily to hourly",
      "weekly to daily",
      "monthly to weekly",
      "twice a year to monthly",
      "rarer",
    ])
    expect(frequencyBand(null, 10)).toBeNull()
    expect(frequencyBand(5, 9)).toBeNull()
  })

  it("classify a median time, and are null below ten values", () => {
    const hour = 3600
    const day = 86_400
    const labels = [hour - 1, hour, day, 8 * day, 40 * day, 200 * day].map((seconds) => timeBand(seconds, 10))
    expect(labels).toEqual(["< 1 hour", "< 1 day", "< 1 week", "< 1 month", "< 6 months", "longer"])
    expect(timeBand(hour, 9)).toBeNull()
    expect(timeBand(null, 99)).toBeNull()
  })
})

describe("durationBins", () => {
  it("returns every bin, and counts a duration in the last bin that starts at or below it", () => {
    expect([0, 9.9, 10, 4000, 1e9].map(durationBinOf)).toEqual([0, 0, 1, 9, 11])
    const bins = durationBins([Float64Array.of(10_000, 29_999), Float64Array.of(15_000)])
    expect(bins.length).toBe(durationEdges.length)
    expect(bins[1]).toEqual({ fromSeconds: 10, toSeconds: 30, count: 3 })
    expect(bins.at(-1)).toEqual({ fromSeconds: 14_400, toSeconds: null, count: 0 })
  })
})
