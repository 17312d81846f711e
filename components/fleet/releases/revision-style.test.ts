import { describe, expect, it } from "vitest"
import {
  keyOfRevision,
  reasonOf,
  revisionLabel,
  withoutRolloutId,
} from "@/components/fleet/releases/revision-style"

describe("revision labels", () => {
  it("name the operation and its outcome", () => {
    const words = (
      operation: "UPGRADE" | "ROLLBACK",
      status: "DEPLOYED" | "FAILED",
      rolledBackTo: number | null,
    ) => revisionLabel({ operation, status, rolledBackTo })
    expect(words("UPGRADE", "DEPLOYED", null)).toBe("Upgraded")
    expect(words("UPGRADE", "FAILED", null)).toBe("Upgrade failed")
    expect(words("ROLLBACK", "DEPLOYED", 1)).toBe("Rolled back (to 1)")
  })

  it("distinguish a failed uninstall from its retry, and out-of-band changes from each other", () => {
    const uninstall = { revision: 3, operation: "UNINSTALL" as const, createdAt: "2026-01-01T00:00:00Z" }
    const failed = { ...uninstall, operationId: "one" }
    const retried = { ...uninstall, operationId: "other" }
    expect(keyOfRevision(failed)).not.toBe(keyOfRevision(retried))
    const outside = { ...uninstall, operationId: null }
    const laterRevision = { ...outside, createdAt: "2026-01-02T00:00:00Z" }
    expect(keyOfRevision(outside)).not.toBe(keyOfRevision(laterRevision))
  })

  it("show the reason of the actor rather than Helm's default description", () => {
    const reasonFor = (description: string | null, reason: string | null = null) =>
      reasonOf({ description, reason, status: "DEPLOYED" })
    expect(reasonFor("Rollback to 1", "too slow")).toBe("too slow")
    expect(reasonFor("For the spring campaign")).toBe("For the spring campaign")
    expect([
      reasonFor("Install complete"),
      reasonFor("Upgrade complete"),
      reasonFor("Rollback to 12"),
      reasonFor(null),
    ]).toEqual([null, null, null, null])
    expect(reasonOf({ description: "Release failed: …", reason: null, status: "FAILED" })).toBeNull()
  })

  it("mention a rollout without its id", () => {
    const id = "01a22837-baae-7369-9da1-dc3ddef6f68e"
    expect(withoutRolloutId(`Rollout ${id}`)).toBe("Rollout")
    expect(withoutRolloutId(`Rollout ${id} was rolled back: It was slow`)).toBe(
      "Rollout was rolled back: It was slow",
    )
    expect(withoutRolloutId("Rollout of the spring campaign")).toBe("Rollout of the spring campaign")
  })
})
