import { describe, expect, it } from "vitest"
import { firstTarget, rollbackTargets } from "@/components/fleet/releases/detail/rollback-targets"

const revisions = [
  { revision: 3, operation: "UPGRADE", status: "FAILED" },
  { revision: 2, operation: "UPGRADE", status: "DEPLOYED" },
  { revision: 1, operation: "INSTALL", status: "DEPLOYED" },
] as const
const failed = { revision: 3, status: "FAILED" } as const

describe("where a release can be rolled back to", () => {
  it("is every revision but the last, so also what ran before a failed upgrade", () => {
    expect(rollbackTargets(failed, revisions).map((one) => one.revision)).toEqual([2, 1])
  })

  it("is also the last that is known, where Helm has an unfinished one on top", () => {
    const stuck = { revision: 2, status: "FAILED", stuckSince: "2026-11-21T12:00:00Z" } as const
    expect(firstTarget(stuck, revisions.slice(1), null)).toBe(2)
  })

  it("is nowhere after a first install that failed", () => {
    const first = [{ revision: 1, operation: "INSTALL", status: "FAILED" }] as const
    expect(rollbackTargets({ revision: 1 }, first)).toEqual([])
  })

  it("begins with what is looked at, or after a failure with the newest that went well", () => {
    expect(firstTarget(failed, revisions, 1)).toBe(1)
    expect(firstTarget(failed, revisions, 3)).toBe(2)
    expect(firstTarget({ revision: 3, status: "DEPLOYED" }, revisions, null)).toBeNull()
  })

  it("begins with the only one there is", () => {
    const two = [{ ...revisions[1], revision: 2 }, revisions[2]]
    expect(firstTarget({ revision: 2, status: "DEPLOYED" }, two, null)).toBe(1)
  })
})
