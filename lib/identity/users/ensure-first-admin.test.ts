import { describe, expect, it } from "vitest"
import { isPassword } from "@/lib/identity/auth/passwords"
import { prismaClient } from "@/lib/platform/db/client"
import { ensureFirstAdmin } from "./ensure-first-admin"

describe("ensureFirstAdmin", () => {
  it("creates one admin with a working password when several processes start concurrently", async () => {
    const results = await Promise.all(Array.from({ length: 8 }, ensureFirstAdmin))
    const created = results.filter((result) => result !== null)
    expect(created).toHaveLength(1)
    const users = await prismaClient().user.findMany()
    expect(users).toMatchObject([{ email: "admin@slipway.local", role: "ADMIN" }])
    expect(await isPassword(users[0]?.passwordHash ?? null, created[0]?.password ?? "")).toBe(true)
  })

  it("does nothing when any user exists", async () => {
    await prismaClient().user.updateMany({ data: { email: "someone@example.test", role: "VIEWER" } })
    expect(await ensureFirstAdmin()).toBeNull()
    expect(await prismaClient().user.count()).toBe(1)
  })

  it("records the admin in the audit log without the password", async () => {
    const entries = await prismaClient().auditEntry.findMany()
    expect(entries).toMatchObject([{ action: "user.created", actorKind: "system" }])
    expect(entries[0]?.body).not.toMatch(/argon2|password/)
  })
})
