import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sinceChoices, sinceOf, sinceValue } from "@/components/console/activity/activity-query"

describe("the activity start filter", () => {
  it("restores the choice from the URL for at least an hour", () => {
    const minutes = fc.integer({ min: 0, max: 59 })
    fc.assert(
      fc.property(
        fc.constantFrom(...sinceChoices),
        fc.date({ min: new Date(2020, 0), max: new Date(2040, 0), noInvalidDate: true }),
        minutes,
        ({ value }, now, later) => {
          const from = sinceOf(value, now)
          expect(sinceValue(from, new Date(now.getTime() + later * 60_000))).toBe(value)
        },
      ),
    )
  })

  it("matches no choice for another instant", () => {
    expect(sinceValue("2026-01-01T00:00:00Z", new Date("2026-06-01T00:00:00Z"))).toBe("other")
    expect(sinceValue("nonsense", new Date())).toBe("other")
  })
})
