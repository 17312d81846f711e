import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { transaction } from "@/lib/platform/db/transaction"
import { currentActionName, storedActionNames } from "./action-names"
import type { AuditAction } from "./actions"
import { appendAudit } from "./append-audit"
import { listAudit } from "./list-audit"
import renamed from "./renamed-actions.json"
import { verifyAudit } from "./verify-audit"

const actor = systemActor("test")
const renames = Object.entries(renamed)

describe("names of audit actions", () => {
  it("cover the renamed actions", () => {
    expect(Object.values(renamed)).toEqual([
      "deployment.rollback_undone",
      "deployment.rolled_back",
      "event-source.removed",
      "release.repaired",
      "release.name_freed",
      "request.replayed",
      "user.password_changed",
      "user.signed_in",
      "user.signed_out",
    ])
  })

  it.each(renames)("map the old name %s to %s", (stored, current) => {
    expect(currentActionName(stored)).toBe(current)
    expect(storedActionNames(current)).toEqual([current, stored])
    expect(storedActionNames(stored)).toEqual([current, stored])
  })

  it("keep other names", () => {
    expect(currentActionName("release.installed")).toBe("release.installed")
    expect(storedActionNames("release.installed")).toEqual(["release.installed"])
  })
})

describe("entries stored under the old name of an action", () => {
  beforeAll(async () => {
    for (const action of [...renames.flat(), "release.installed"]) {
      // Old names are no actions, but are still stored.
      await transaction(() => appendAudit(actor, action as AuditAction, "r", {}, "release"))
    }
  })

  it.each(renames)("are listed with the current name when filtering by %s or %s", async (...names) => {
    for (const action of names) {
      const { items } = await listAudit(actor, { action, limit: 10 })
      expect(items.map((entry) => entry.action)).toEqual([names[1], names[1]])
    }
  })

  it("still verify", async () => {
    expect(await verifyAudit(actor)).toMatchObject({ ok: true, firstBroken: null })
  })
})
