import { describe, expect, it } from "vitest"
import { fittingBucket, windowParameters } from "./window"

const none = { from: null, to: null }
const now = new Date("2026-04-10T15:30:00Z")

describe("windowParameters", () => {
  it("windowParameters passes a named range to the server, relative to the selected instant", () => {
    expect(windowParameters({ ...none, range: "last-quarter" })).toEqual({ range: "last-quarter", ...none })
    const at = "2026-02-01T10:00:00.000Z"
    expect(windowParameters({ ...none, range: "30d", at })).toEqual({ range: "30d", from: null, to: at })
  })

  it("windowParameters orders custom days and ignores invalid ones", () => {
    expect(windowParameters({ range: "custom", from: "2026-02-10", to: "2026-02-01" })).toEqual({
      range: null,
      from: "2026-02-01",
      to: "2026-02-10",
    })
    expect(windowParameters({ range: "custom", from: "soon", to: "2026-02-30" }).range).toBe("30d")
    expect(windowParameters({ range: "custom", from: "2026-02-10", to: null })).toMatchObject({
      from: "2026-02-10",
      to: null,
    })
  })
})

describe("fittingBucket", () => {
  it("fittingBucket limits a graph to about a hundred buckets", () => {
    expect(fittingBucket({ ...none, range: "90d" }, now)).toBe("day")
    expect(fittingBucket({ ...none, range: "1y" }, now)).toBe("week")
    expect(fittingBucket({ ...none, range: "5y" }, now)).toBe("month")
    expect(fittingBucket({ range: "custom", from: "2024-01-01", to: null }, now)).toBe("month")
  })
})
