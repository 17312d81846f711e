import { describe, expect, it } from "vitest"
import {
  formatBucket,
  formatCount,
  formatDuration,
  formatExact,
  formatNumber,
  formatQuantity,
  formatRelative,
  formatShare,
  formatShortTime,
  formatUtc,
  shortCommit,
} from "@/lib/platform/format"

const now = "2026-02-12T10:00:00Z"

describe("a duration", () => {
  it.each([
    [null, "–"],
    [0, "0 s"],
    [0.42, "0.4 s"],
    [9.97, "10 s"],
    [38, "38 s"],
    [252, "4 m 12 s"],
    [240, "4 m"],
    [3599.7, "1 h"],
    [7500, "2 h 5 m"],
    [7199.9, "2 h"],
    [86_399, "1 d"],
    [277_200, "3 d 5 h"],
    [-61, "−1 m 1 s"],
  ])("of %s seconds is formatted as %s", (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words)
  })
})

describe("formatQuantity", () => {
  it("does not show a small number as 0", () => {
    expect(formatNumber(0)).toBe("0")
    expect(formatNumber(0.04)).toBe("< 0.1")
    expect(formatNumber(0.004, 2)).toBe("< 0.01")
    expect(formatShare(0.0004)).toBe("< 0.1%")
  })

  it("matches the noun to the number shown", () => {
    expect(formatQuantity(1, "deploy day")).toBe("1 deploy day")
    expect(formatQuantity(1.04, "deploy day")).toBe("1 deploy day")
    expect(formatQuantity(0.5, "deploy day")).toBe("0.5 deploy days")
    expect(formatQuantity(0, "deploy day")).toBe("0 deploy days")
    expect(formatQuantity(12_345, "entry", "entries")).toBe("12,345 entries")
    expect(formatQuantity(null, "deploy day")).toBe("– deploy days")
  })
})

describe("a time", () => {
  it.each([
    ["2026-02-12T09:59:58Z", "just now"],
    ["2026-02-12T09:59:18Z", "42 s ago"],
    ["2026-02-12T09:00:00Z", "1 h ago"],
    ["2026-02-11T10:00:01Z", "23 h ago"],
    ["2026-02-11T10:00:00Z", "11 Feb, 11:00"],
    ["2026-02-07T09:00:00Z", "7 Feb, 10:00"],
    ["2025-12-24T12:00:00Z", "24 Dec 2025, 13:00"],
    ["2025-12-31T23:30:00Z", "1 Jan, 00:30"],
    ["2026-02-12T10:05:00Z", "in 5 m"],
  ])("formats %s as %s", (instant, words) => {
    expect(formatRelative(instant, now, "Europe/Berlin")).toBe(words)
  })

  it("formats the exact time in the viewer's time zone and in UTC", () => {
    expect(formatExact(now, "Europe/Berlin")).toBe("Thu 12 Feb 2026, 11:00:00 CET")
    expect(formatUtc(now)).toBe("2026-02-12 10:00:00 UTC")
  })

  it("names a bucket by its local start", () => {
    expect(formatBucket("2026-02-11T23:00:00Z", "day", "Europe/Berlin")).toBe("12 Feb")
    expect(formatBucket("2026-01-31T23:00:00Z", "month", "Europe/Berlin")).toBe("Feb 2026")
  })
})

describe("a number", () => {
  it("groups thousands", () => {
    expect(formatCount(56_930)).toBe("56,930")
  })

  it("shows an unknown share as a dash, never as zero", () => {
    expect(formatShare(null)).toBe("–")
    expect(formatShare(0)).toBe("0%")
    expect(formatShare(0.1739)).toBe("17.4%")
  })

  it("uses the singular for one", () => {
    expect(formatQuantity(1, "deployment")).toBe("1 deployment")
    expect(formatQuantity(0, "deployment")).toBe("0 deployments")
  })
})

it("shows the first seven characters of a commit", () => {
  expect(shortCommit("abc1234def5678")).toBe("abc1234")
})

describe("formatShortTime", () => {
  const now = new Date("2026-11-29T08:00:00Z")

  it("includes the year only if it differs, in the displayed time zone", () => {
    expect(formatShortTime("2026-06-01T00:00:00Z", "UTC", now)).toBe("1 Jun, 00:00")
    expect(formatShortTime("2025-06-01T00:00:00Z", "UTC", now)).toBe("1 Jun 2025, 00:00")
    expect(formatShortTime("2025-12-31T23:30:00Z", "Europe/Berlin", now)).toBe("1 Jan, 00:30")
  })
})
