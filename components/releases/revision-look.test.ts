import { describe, expect, it } from "vitest"
import { reasonOf, revisionWords } from "@/components/releases/revision-look"

describe("the history of a release in words", () => {
  it("says what a revision was and how it ended", () => {
    const words = (
      operation: "UPGRADE" | "ROLLBACK",
      status: "DEPLOYED" | "FAILED",
      rolledBackTo: number | null,
    ) => revisionWords({ operation, status, rolledBackTo })
    expect(words("UPGRADE", "DEPLOYED", null)).toBe("Upgraded")
    expect(words("UPGRADE", "FAILED", null)).toBe("Upgrade failed")
    expect(words("ROLLBACK", "DEPLOYED", 1)).toBe("Rolled back (to 1)")
  })

  it("tells why in the words of who did it, not in Helm's", () => {
    const why = (description: string | null, reason: string | null = null) =>
      reasonOf({ description, reason, status: "DEPLOYED" })
    expect(why("Rollback to 1", "too slow")).toBe("too slow")
    expect(why("For the spring campaign")).toBe("For the spring campaign")
    expect([why("Install complete"), why("Upgrade complete"), why("Rollback to 12"), why(null)]).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(reasonOf({ description: "Release failed: …", reason: null, status: "FAILED" })).toBeNull()
  })
})
