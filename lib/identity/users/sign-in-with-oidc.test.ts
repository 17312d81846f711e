import { beforeEach, describe, expect, it } from "vitest"
import { hashPassword } from "@/lib/identity/auth/passwords"
import { userOfClaims } from "@/lib/identity/auth/session"
import { prismaClient } from "@/lib/platform/db/client"
import type { OidcPerson } from "./oidc-claims"
import { signInWithOidc } from "./sign-in-with-oidc"

const users = prismaClient().user
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
  it("makes an account that may look, and opens a session", async () => {
    const claims = await signIn()
    expect(await userOfClaims(claims)).toMatchObject({
      email: "ada@example.test",
      name: "Ada",
      role: "VIEWER",
    })
    expect(await users.findFirst()).toMatchObject({ passwordHash: null, oidcSubject: ada.oidcSubject })
  })

  it("gives the role that the claim names", async () => {
    await signIn({ role: "OPERATOR" })
    expect((await users.findFirst())?.role).toBe("OPERATOR")
  })

  it("is enough without an e-mail address", async () => {
    await signIn({ email: null, name: null })
    expect((await users.findFirst())?.email).toBe("42@id.example.test.invalid")
  })

  it("makes one account of two at once", async () => {
    const [one, other] = await Promise.all([signIn(), signIn()])
    expect(one?.userId).toBe(other?.userId)
    expect(await users.count()).toBe(1)
  })
})

describe("A later single sign-on", () => {
  it("finds the account by its subject, whatever the address is now", async () => {
    const first = await signIn()
    const second = await signIn({ email: "ada.new@example.test", name: "Ada L." })
    expect(second.userId).toBe(first.userId)
    expect(await users.findFirst()).toMatchObject({ email: "ada@example.test", name: "Ada L." })
  })

  it("follows the role claim up and down, and tells the audit log", async () => {
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
      "user.signed-in",
      "user.changed",
      "user.signed-in",
    ])
  })

  it("leaves a role alone that an admin gave, where no claim says roles", async () => {
    const { userId } = await signIn()
    await users.update({ where: { id: userId }, data: { role: "OPERATOR" } })
    await signIn()
    expect((await users.findFirst())?.role).toBe("OPERATOR")
  })

  it("does not take the last admin away", async () => {
    await signIn({ role: "ADMIN" })
    await signIn({ role: "VIEWER" })
    expect((await users.findFirst())?.role).toBe("ADMIN")
  })

  it("refuses an account that is disabled here", async () => {
    await signIn()
    await users.updateMany({ data: { disabledAt: new Date() } })
    await expect(signIn()).rejects.toMatchObject({ details: { code: "account_disabled" } })
  })
})

describe("A local account with the same e-mail address", () => {
  beforeEach(async () => {
    const passwordHash = await hashPassword("a good long password")
    await users.create({
      data: { email: "ada@example.test", name: "Local Ada", role: "ADMIN", passwordHash },
    })
  })

  it("is joined when the provider has verified the address", async () => {
    await signIn()
    expect(await users.findMany()).toMatchObject([
      { role: "ADMIN", oidcSubject: ada.oidcSubject, name: "Ada" },
    ])
  })

  it("is not taken over by an address that nobody verified", async () => {
    await expect(signIn({ emailVerified: false })).rejects.toEqual(emailTaken)
    expect(await users.findMany()).toMatchObject([{ oidcSubject: null, name: "Local Ada" }])
  })

  it("is not taken over by another person once it is joined", async () => {
    await signIn()
    await expect(signIn({ oidcSubject: "https://id.example.test 43" })).rejects.toEqual(emailTaken)
  })
})
