import { decode } from "next-auth/jwt"
import { beforeEach, describe, expect, it } from "vitest"
import { me } from "@/app/api/v1/users/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { sessionSecret } from "@/lib/platform/env"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionOf } from "@/tools/testing/callers"
import { authOptions } from "./options"

let thisSession: Caller
let otherSession: Caller
let id: string

beforeEach(async () => {
  const data = { email: `${crypto.randomUUID()}@example.test`, name: "Leaving", role: "VIEWER" as const }
  const user = await prismaClient().user.create({ data })
  id = user.id
  thisSession = await sessionOf(user)
  otherSession = await sessionOf({ id, sessionsFrom: new Date(user.sessionsFrom.getTime() + 1_000) })
})

/** Calls the signOut event of next-auth with the claims of the cookie. */
async function signOut({ cookie = "" }: Caller): Promise<void> {
  const token = await decode({ token: cookie.split("=")[1], secret: sessionSecret() })
  if (token === null) throw new Error("The cookie cannot be decoded.")
  await authOptions({ requestId: "leaving", address: null }).events?.signOut?.({
    token,
    session: { expires: "" },
  })
}

const statusOf = async (caller: Caller) =>
  (await callRoute(me, "GET", { caller, path: "/api/v1/users/me" })).status

describe("Signing out", () => {
  it("ends the session, so that a copy of its cookie returns 401", async () => {
    expect(await statusOf(thisSession)).toBe(200)
    await signOut(thisSession)
    expect(await statusOf(thisSession)).toBe(401)
  })

  it("keeps the sessions of other browsers", async () => {
    await signOut(thisSession)
    expect(await statusOf(otherSession)).toBe(200)
  })

  it("is recorded in the audit log once", async () => {
    await signOut(thisSession)
    await signOut(thisSession)
    const entries = await prismaClient().auditEntry.findMany({ where: { subjectId: id } })
    expect(entries.map(({ action }) => action)).toEqual(["user.signed_out"])
    expect(JSON.parse(entries[0]?.body ?? "{}").detail).toEqual({ everywhere: false })
  })
})
