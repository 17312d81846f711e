import { describe, expect, it } from "vitest"
import { semverDifference } from "./semver-difference"

describe("semverDifference", () => {
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
    expect(semverDifference(one, other)).toBe(difference)
    expect(semverDifference(other, one)).toBe(difference)
  })
})
