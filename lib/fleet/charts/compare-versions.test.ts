import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compareVersions } from "./compare-versions"

describe("compareVersions", () => {
  it.each([
    ["1.2", "1.2.1"],
    ["1.2.0-rc.1", "1.2"],
    ["v1.9.0", "1.10"],
    ["7", "7.0.1"],
    ["", "0.0.1"],
    ["unknown", "1.0.0"],
  ])("orders %s before %s", (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
  })

  it("is a total order on arbitrary text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(compareVersions(one, other) + compareVersions(other, one)).toBe(0)
        expect(compareVersions(one, one)).toBe(0)
      }),
    )
  })
})
