import { describe, expect, it } from "vitest"
import { behindLabel } from "./behind-mark"

const behind = { versions: 2, days: 0, semver: "minor", build: false } as const

describe("behindLabel", () => {
  it("returns less than a day before the first full day", () => {
    expect(behindLabel(behind, "staging")).toBe("2 versions and less than a day behind staging (minor)")
    expect(behindLabel({ ...behind, versions: 1, days: 1, semver: null }, "staging")).toBe(
      "1 version and 1 day behind staging",
    )
  })

  it("reports another build of the same version, and for how long", () => {
    expect(behindLabel({ ...behind, build: true }, "dev")).toBe("another build than dev, for less than a day")
    expect(behindLabel({ ...behind, build: true, days: 3 }, "dev")).toBe("another build than dev, for 3 days")
  })
})
