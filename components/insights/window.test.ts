import { describe, expect, it } from "vitest"
import { fittingBucket, windowOf } from "./window"

const now = new Date("2026-04-10T15:30:00Z")
const berlin = { from: null, to: null, timeZone: "Europe/Berlin" }

describe("the window of Insights", () => {
  it("begins with a local day and ends now", () => {
    const { from, to } = windowOf({ ...berlin, range: "30d" }, now)
    expect(from.toISOString()).toBe("2026-03-10T23:00:00.000Z")
    expect(to).toEqual(now)
  })

  it("holds chosen days whole, whichever is named first", () => {
    const asked = { range: "custom" as const, from: "2026-02-10", to: "2026-02-01", timeZone: "UTC" }
    const { from, to } = windowOf(asked, now)
    expect([from.toISOString(), to.toISOString()]).toEqual([
      "2026-02-01T00:00:00.000Z",
      "2026-02-11T00:00:00.000Z",
    ])
  })

  it("never reaches beyond now, and takes an unreadable day for none", () => {
    const { from, to } = windowOf({ range: "custom", from: "soon", to: "2026-04-10", timeZone: "UTC" }, now)
    expect([from.toISOString(), to]).toEqual(["2026-03-12T00:00:00.000Z", now])
  })

  it("gets buckets that a graph can show", () => {
    expect(fittingBucket({ ...berlin, range: "90d" }, now)).toBe("day")
    expect(fittingBucket({ ...berlin, range: "1y" }, now)).toBe("week")
    expect(fittingBucket({ ...berlin, range: "5y" }, now)).toBe("month")
  })
})
