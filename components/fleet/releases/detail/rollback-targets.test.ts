import { describe, expect, it } from "vitest"
import { firstTarget, rollbackTargets } from "@/components/fleet/releases/detail/rollback-targets"

const revisions = [
  { revision: 3, operation: "UPGRADE", status: "FAILED" },
  { revision: 2, operation: "UPGRADE", status: "DEPLOYED" },
  { revision: 1, operation: "INSTALL", status: "DEPLOYED" },
] as const
const failed = { revision: 3, status: "FAILED", stuckSince: null } as const

describe("rollback targets", () => {
  it("include every revision but the last, and thus the one before a failed upgrade", () => {
    expect(rollbackTargets(failed, revisions).map((one) => one.revision)).toEqual([2, 1])
  })

  it("include the last known revision when Helm has an unfinished one on top", () => {
    const stuck = { revision: 2, status: "FAILED", stuckSince: "2026-11-21T12:00:00Z" } as const
    expect(firstTarget(stuck, revisions.slice(1), null)).toBe(2)
  })

  it("are empty after a failed first install", () => {
    const first = [{ revision: 1, operation: "INSTALL", status: "FAILED" }] as const
    expect(rollbackTargets({ revision: 1, stuckSince: null }, first)).toEqual([])
  })

  it("start with the selected revision, or after a failure with the newest successful one", () => {
    expect(firstTarget(failed, revisions, 1)).toBe(1)
    expect(firstTarget(failed, revisions, 3)).toBe(2)
    expect(firstTarget({ ...failed, status: "DEPLOYED" }, revisions, null)).toBeNull()
  })

  it("start with the only target", () => {
    const two = [{ ...revisions[1], revision: 2 }, revisions[2]]
    expect(firstTarget({ ...failed, revision: 2, status: "DEPLOYED" }, two, null)).toBe(1)
  })
})
