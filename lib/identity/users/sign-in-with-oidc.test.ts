import { beforeEach, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { hashPassword } from "@/lib/identity/auth/passwords"
import { userOfClaims } from "@/lib/identity/auth/session"
import { prismaClient } from "@/lib/platform/db/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import type { OidcPerson } from "./oidc-claims"
import { signInWithOidc } from "./sign-in-with-oidc"
import { isLastAdmin, updateUser } from "./update-user"

const users = prismaClient().user
const systemAdmin = systemActor("test")
const origin = { requestId: "request-1", address: "203.0.113.9" }

const ada: OidcPerson = {
  oidcSubject: "https://id.example.test 42",
  email: "ada@example.test",
  emailVerified: true,
  name: "Ada",
  role: null,
}

const signIn = (person: Partial<OidcPerson> = {}) => signInWithOidc({ ...ada, ...person }, origin)
const emailTaken = expect.objectContaining({ details: { code: "email_taken" } })

beforeEach(async () => {
  await users.deleteMany()
})

describe("The first single sign-on", () => {
  it("creates a viewer and opens a session", async () => {
    const claims = await signIn()
    expect(await userOfClaims(claims)).toMatchObject({
      email: "ada@example.test",
      name: "Ada",
      role: "VIEWER",
    })
    expect(await users.findFirst()).toMatchObject({ passwordHash: null, oidcSubject: ada.oidcSubject })
  })

  it("assigns the role from the claim", async () => {
    await signIn({ role: "OPERATOR" })
    expect((await users.findFirst())?.role).toBe("OPERATOR")
  })

  it("works without an email address", async () => {
    await signIn({ email: null, name: null })
    expect((await users.findFirst())?.email).toBe("42@id.example.test.invalid")
  })

  it("creates one account for two concurrent sign-ins", async () => {
    const [one, other] = await Promise.all([signIn(), signIn()])
    expect(one?.userId).toBe(other?.userId)
    expect(await users.count()).toBe(1)
  })
})

describe("A later single sign-on", () => {
  it("finds the account by its subject after the address changed", async () => {
    const first = await signIn()
    const second = await signIn({ email: "ada.new@example.test", name: "Ada L." })
    expect(second.userId).toBe(first.userId)
    expect(await users.findFirst()).toMatchObject({ email: "ada@example.test", name: "Ada L." })
  })

  it("updates the role from the claim and records it in the audit log", async () => {
    await users.create({ data: { email: "other@example.test", name: "Other", role: "ADMIN" } })
    const { userId } = await signIn({ role: "ADMIN" })
    await signIn({ role: "VIEWER" })
    expect((await users.findUniqueOrThrow({ where: { id: userId } })).role).toBe("VIEWER")
    const entries = await prismaClient().auditEntry.findMany({
      where: { subjectId: userId },
      orderBy: { at: "asc" },
    })
    expect(entries.map(({ action }) => action)).toEqual([
      "user.created",
      "user.signed_in",
      "user.changed",
      "user.signed_in",
    ])
  })

  it("keeps a role assigned by an admin when there is no role claim", async () => {
    const { userId } = await signIn()
    await users.update({ where: { id: userId }, data: { role: "OPERATOR" } })
    await signIn()
    expect((await users.findFirst())?.role).toBe("OPERATOR")
  })

  it("does not demote a user who becomes the last admin during the sign-in", async () => {
    const { userId } = await signIn({ role: "VIEWER" })
    const other = await users.create({ data: { email: "o@example.test", name: "O", role: "ADMIN" } })
    const signingIn = await transaction(async () => {
      // The lock the sign-in waits for if it checks for the last admin; otherwise it waits for its row.
      await isLastAdmin(other.id)
      await db().$executeRaw`SELECT 1 FROM user_account WHERE id = ${userId}::uuid FOR UPDATE`
      const signedIn = outsideTransaction(() => signIn({ role: "OPERATOR" }))
      await expect.poll(lockWaiters).toBe(1)
      await updateUser(systemAdmin, userId, { role: "ADMIN" })
      await updateUser(systemAdmin, other.id, { role: "VIEWER" })
      return { signedIn }
    })
    await signingIn.signedIn
    expect(await users.count({ where: { role: "ADMIN" } })).toBe(1)
  })

  it("does not demote the last admin", async () => {
    await signIn({ role: "ADMIN" })
    await signIn({ role: "VIEWER" })
    expect((await users.findFirst())?.role).toBe("ADMIN")
  })

  it("rejects a disabled account", async () => {
    await signIn()
    await users.updateMany({ data: { disabledAt: new Date() } })
    await expect(signIn()).rejects.toMatchObject({ details: { code: "account_disabled" } })
  })
})

describe("Single sign-on with the email address of a local account", () => {
  beforeEach(async () => {
    const passwordHash = await hashPassword("a good long password")
    await users.create({
      data: { email: "ada@example.test", name: "Local Ada", role: "ADMIN", passwordHash },
    })
  })

  it("links the account when the provider has verified the address", async () => {
    await signIn()
    expect(await users.findMany()).toMatchObject([
      { role: "ADMIN", oidcSubject: ada.oidcSubject, name: "Ada" },
    ])
  })

  it("does not take over the account with an unverified address", async () => {
    await expect(signIn({ emailVerified: false })).rejects.toEqual(emailTaken)
    expect(await users.findMany()).toMatchObject([{ oidcSubject: null, name: "Local Ada" }])
  })

  it("does not take over an account that is linked to another subject", async () => {
    await signIn()
    await expect(signIn({ oidcSubject: "https://id.example.test 43" })).rejects.toEqual(emailTaken)
  })
})
