import { beforeEach, describe, expect, it } from "vitest"
import { hashPassword } from "@/lib/identity/auth/passwords"
import { userOfClaims } from "@/lib/identity/auth/session"
import { prismaClient } from "@/lib/platform/db/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { signInWithPassword } from "./sign-in-with-password"

const password = "a good long password"
const origin = { requestId: "request-1", address: "203.0.113.9" }
const email = "someone@example.test"

beforeEach(async () => {
  await prismaClient().signInAttempt.deleteMany()
  await prismaClient().user.deleteMany()
  const passwordHash = await hashPassword(password)
  await prismaClient().user.create({ data: { email, name: "Someone", role: "OPERATOR", passwordHash } })
})

const signIn = (attempted = password, address = email) =>
  signInWithPassword({ email: address, password: attempted }, origin)

describe("signInWithPassword", () => {
  it("opens a valid session, regardless of the case of the email address", async () => {
    const claims = await signIn(password, " Someone@Example.test")
    expect(await userOfClaims(claims)).toMatchObject({ email, role: "OPERATOR" })
  })

  it("records the sign-in in the audit log with the address, without the password", async () => {
    const { userId } = await signIn()
    const entry = await prismaClient().auditEntry.findFirstOrThrow({ where: { subjectId: userId } })
    expect(entry).toMatchObject({ action: "user.signed_in", actorName: email })
    expect(JSON.parse(entry.body).actor.address).toBe("203.0.113.9")
    expect(entry.body).not.toContain(password)
  })

  it("rejects a wrong password and an unknown account with the same message", async () => {
    const message = await signIn("not the password").catch((error: Error) => error.message)
    const unknown = await signIn(password, "unknown@example.test").catch((error: Error) => error.message)
    expect(message).toBe("The email address or password is incorrect.")
    expect(unknown).toBe(message)
  })

  it("rejects an account without a password", async () => {
    await prismaClient().user.updateMany({ data: { passwordHash: null } })
    await expect(signIn()).rejects.toMatchObject({ details: { code: "wrong_credentials" } })
  })

  it("reports a disabled account only for the correct password", async () => {
    await prismaClient().user.updateMany({ data: { disabledAt: new Date() } })
    await expect(signIn("wrong password")).rejects.toMatchObject({ details: { code: "wrong_credentials" } })
    await expect(signIn()).rejects.toMatchObject({ details: { code: "account_disabled" } })
  })

  it("rejects a password that is replaced while it is being checked", async () => {
    const passwordHash = await hashPassword("another good password")
    const signingIn = await transaction(async () => {
      await db().user.updateMany({ data: { passwordHash } })
      const signingIn = outsideTransaction(() => signIn()).catch((error: unknown) => error)
      await expect.poll(lockWaiters).toBe(1)
      return { outcome: signingIn }
    })
    expect(await signingIn.outcome).toMatchObject({ details: { code: "wrong_credentials" } })
  })

  it("rejects the correct password after five wrong ones", async () => {
    for (let n = 0; n < 5; n++) await signIn("wrong password").catch(() => undefined)
    await expect(signIn()).rejects.toMatchObject({ kind: "too_many_requests" })
  })

  it("resets the failures after a success", async () => {
    for (let n = 0; n < 4; n++) await signIn("wrong password").catch(() => undefined)
    await signIn()
    for (let n = 0; n < 4; n++) await signIn("wrong password").catch(() => undefined)
    await signIn()
  })
})
