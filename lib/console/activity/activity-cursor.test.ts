import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ActivityCursor, idBelow, inOrder } from "./activity-cursor"
import { activityKinds } from "./schema"

const cursor: fc.Arbitrary<ActivityCursor> = fc.record({
  at: fc.integer({ min: 0, max: 2 }).map((day) => new Date(day * 86_400_000)),
  kind: fc.constantFrom(...activityKinds),
  id: fc.constantFrom("a", "b", "c"),
})

describe("activity order", () => {
  it("is the same in the comparator and in the query of the next page", () => {
    fc.assert(
      fc.property(cursor, cursor, (readCursor, next) => {
        const sameInstant = next.at.getTime() === readCursor.at.getTime()
        const isRead = next.at < readCursor.at || (sameInstant && next.id < idBelow(readCursor, next.kind))
        expect(isRead).toBe(inOrder(readCursor, next) < 0)
      }),
    )
  })
})
