import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { tagDifference, versionsBehind } from "./tag"
import { compareVersions } from "./version"

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

describe("tagDifference", () => {
  it.each([
    ["v1.9.9", "2.0.0", "major"],
    ["v2.0.0-def5678", "v2.1.0-abc1234", "minor"],
    ["1.2.3", "1.2.4", "patch"],
    ["1.2.3-rc.1", "1.2.3-rc.2", "prerelease"],
    ["1.2.3-rc.1", "1.2.3", "prerelease"],
    ["1.2.3", "v1.2.3", null],
    ["1.2.3", "latest", null],
    ["release-0a1b2c3", "1.2.3", null],
    ["v1393", "v1394", null],
  ])("of %s and %s is %s in both directions", (one, other, difference) => {
    expect(tagDifference(one, other)).toBe(difference)
    expect(tagDifference(other, one)).toBe(difference)
  })
})

describe("versionsBehind", () => {
  it.each([
    ["1.9.9", "3.0.0", { count: 2, part: "major" }],
    ["v1.2.0", "1.5.1", { count: 3, part: "minor" }],
    ["1.2.0-rc.1", "1.2.0", { count: 1, part: "prerelease" }],
    ["1.2.0", "1.2.0", null],
    ["2.0.0", "1.0.0", null],
    ["main", "1.0.0", null],
  ])("of %s and %s is %o", (version, newest, expected) => {
    expect(versionsBehind(version, newest)).toEqual(expected)
  })
})
