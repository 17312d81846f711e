import { describe, expect, it } from "vitest"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { fitsConstraint } from "./constraint"

describe("fitsConstraint", () => {
  it.each([
    [">= 1.20 - 1.30", "1.25.0", false],
    ["1.20.0 - 1.30.0", "1.25.0", true],
    ["  1.20.0   -  1.30.0  ", "1.31.0", false],
    ["1.20.0 - 1.30.0 || >=2", "2.1.0", true],
    ["1 - 2 - 3", "2.0.0", false],
    ["- 2", "1.0.0", false],
    [">=1.20.0-0", "v1.34.0-rc.1", true],
  ])("decides %s for %s", (constraint, version, fits) => {
    expect(fitsConstraint(constraint, version)).toBe(fits)
  })

  it.each(["a".repeat(200_000), " ".repeat(200_000), `${"1.".repeat(100_000)} -`, "a ".repeat(100_000)])(
    "reads a long constraint once",
    async (constraint) => {
      expect(await withoutBlocking(async () => fitsConstraint(constraint, "1.2.3"), 300)).toBeTypeOf(
        "boolean",
      )
    },
  )
})
