import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { transaction } from "@/lib/platform/db/transaction"
import { currentActionName, storedActionNames } from "./action-names"
import { appendAudit } from "./append-audit"
import { listAudit } from "./list-audit"
import { verifyAudit } from "./verify-audit"

const actor = systemActor("test")

describe("renamed audit actions", () => {
  it.each([
    ["release.mended", "release.repaired"],
    ["release.name_given_away", "release.name_freed"],
    ["release.installed", "release.installed"],
  ])("%s has the current name %s", (stored, current) => {
    expect(currentActionName(stored)).toBe(current)
    expect(storedActionNames(current)).toContain(stored)
    expect(storedActionNames(stored)).toEqual(storedActionNames(current))
  })
})

describe("entries stored under the old name of an action", () => {
  beforeAll(async () => {
    const subject = { subjectType: "release", subjectId: "r", detail: {} }
    for (const action of ["release.mended", "release.repaired", "release.installed"]) {
      await transaction(() => appendAudit(actor, { action, ...subject }))
    }
  })

  it.each(["release.mended", "release.repaired"])("are listed when filtering by %s", async (action) => {
    const { items } = await listAudit(actor, { action, limit: 10 })
    expect(items.map((entry) => entry.action)).toEqual(["release.repaired", "release.repaired"])
  })

  it("still verify", async () => {
    expect(await verifyAudit(actor)).toMatchObject({ ok: true, firstBroken: null })
  })
})
