import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { weekdayAndHour } from "@/tools/testing/oracles/insight-figures.oracle"
import { isTimeZone, localDate, offsetSpans, splitIntoPeriods, startOfDay } from "./calendar"
import { type BucketSize, bucketSizes } from "./metric-names"

const hours = ({ start, end }: { start: Date; end: Date }) => (end.getTime() - start.getTime()) / 3_600_000
const starts = (...args: Parameters<typeof splitIntoPeriods>) =>
  splitIntoPeriods(...args).map(({ start }) => start.toISOString())

/** `splitIntoPeriods`, computed date by date. */
function periodsByDate(from: Date, to: Date, size: BucketSize, timeZone: string) {
  const first = localDate(from, timeZone)
  let date =
    size === "day"
      ? first
      : size === "week"
        ? first.subtract({ days: first.dayOfWeek - 1 })
        : first.with({ day: 1 })
  const periods: { start: Date; end: Date }[] = []
  for (let start = startOfDay(date, timeZone); start < to; ) {
    date = date.add({ [`${size}s`]: 1 })
    const end = startOfDay(date, timeZone)
    if (end > start) periods.push({ start, end })
    start = end
  }
  return periods
}

describe("splitIntoPeriods", () => {
  it("returns the viewer's calendar days, not UTC days", () => {
    const from = new Date("2026-02-12T10:00:00Z")
    const to = new Date("2026-02-13T22:00:00Z")
    expect(starts(from, to, "day", "UTC")).toEqual(["2026-02-12T00:00:00.000Z", "2026-02-13T00:00:00.000Z"])
    expect(starts(from, to, "day", "Pacific/Auckland")).toEqual([
      "2026-02-11T11:00:00.000Z",
      "2026-02-12T11:00:00.000Z",
      "2026-02-13T11:00:00.000Z",
    ])
  })

  it("returns days of 23 and 25 hours at daylight saving changes", () => {
    const day = (date: string) => {
      const noon = new Date(`${date}T12:00:00Z`)
      return splitIntoPeriods(noon, new Date(noon.getTime() + 1), "day", "Europe/Berlin").map(hours)
    }
    expect(day("2026-03-29")).toEqual([23])
    expect(day("2026-06-01")).toEqual([24])
    expect(day("2026-10-25")).toEqual([25])
  })

  it("starts weeks on Monday, across the end of the year", () => {
    const weeks = starts(new Date("2026-12-31T00:00:00Z"), new Date("2027-01-05T00:00:00Z"), "week", "UTC")
    expect(weeks).toEqual(["2026-12-28T00:00:00.000Z", "2027-01-04T00:00:00.000Z"])
  })

  it("starts months on the first", () => {
    const months = starts(new Date("2026-01-31T12:00:00Z"), new Date("2026-03-01T00:00:00Z"), "month", "UTC")
    expect(months).toEqual(["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"])
  })

  it("omits a date that the time zone skipped", () => {
    const days = splitIntoPeriods(
      new Date("2011-12-29T12:00:00Z"),
      new Date("2011-12-31T12:00:00Z"),
      "day",
      "Pacific/Apia",
    )
    expect(days.map(hours)).toEqual([24, 24, 24])
  })

  it("equals computing each date separately, even if clocks change at midnight", () => {
    const zones = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "+05:30",
      "America/Sao_Paulo",
      "America/St_Johns",
      "Asia/Beirut",
      "Africa/Cairo",
      "America/Scoresbysund",
    )
    const windowStart = fc.date({
      min: new Date("2005-01-01"),
      max: new Date("2026-01-01"),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(windowStart, fc.constantFrom(...bucketSizes), zones, (from, size, zone) => {
        const to = new Date(from.getTime() + 400 * 86_400_000)
        expect(splitIntoPeriods(from, to, size, zone)).toEqual(periodsByDate(from, to, size, zone))
      }),
    )
  })

  it("returns contiguous periods that cover the window in any time zone", () => {
    const zones = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/New_York",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
    )
    const window = fc.tuple(
      fc.date({ min: new Date("2020-01-01"), max: new Date("2026-01-01"), noInvalidDate: true }),
      fc.integer({ min: 1, max: 100 * 86_400_000 }),
    )
    fc.assert(
      fc.property(window, fc.constantFrom(...bucketSizes), zones, ([from, length], size, zone) => {
        const to = new Date(from.getTime() + length)
        const periods = splitIntoPeriods(from, to, size, zone)
        expect(periods[0]?.start.getTime()).toBeLessThanOrEqual(from.getTime())
        expect(periods[0]?.end.getTime()).toBeGreaterThan(from.getTime())
        expect(periods.at(-1)?.start.getTime()).toBeLessThan(to.getTime())
        expect(periods.at(-1)?.end.getTime()).toBeGreaterThanOrEqual(to.getTime())
        expect(periods.slice(1).map(({ start }) => start)).toEqual(periods.slice(0, -1).map(({ end }) => end))
      }),
    )
  })
})

describe("local hours", () => {
  it("belong to the viewer's week", () => {
    expect(weekdayAndHour(new Date("2026-02-15T23:30:00Z"), "UTC")).toEqual({ weekday: 7, hour: 23 })
    expect(weekdayAndHour(new Date("2026-02-15T23:30:00Z"), "Asia/Kolkata")).toEqual({ weekday: 1, hour: 5 })
  })

  it("use the offsets in force, one span between two offset changes", () => {
    const spans = offsetSpans(
      new Date("2026-01-01T00:00:00Z"),
      new Date("2027-01-01T00:00:00Z"),
      "Europe/Berlin",
    )
    expect(spans.map(({ start, offsetSeconds }) => [start.toISOString(), offsetSeconds])).toEqual([
      ["2026-01-01T00:00:00.000Z", 3600],
      ["2026-03-29T01:00:00.000Z", 7200],
      ["2026-10-25T01:00:00.000Z", 3600],
    ])
  })
})

describe("isTimeZone", () => {
  it("accepts IANA names", () => {
    expect(["UTC", "Europe/Kyiv", "Mars/Olympus", ""].map(isTimeZone)).toEqual([true, true, false, false])
  })
})
