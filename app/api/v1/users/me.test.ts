import { beforeEach, describe, expect, it } from "vitest"
import { me, ownPassword as password, ownSessions as sessions } from "@/app/api/v1/users/routes"
import { hashPassword, isPassword } from "@/lib/identity/auth/passwords"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionOf, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/users/me"
const present = "my present password"
let id: string
let caller: Caller

beforeEach(async () => {
  await prismaClient().signInAttempt.deleteMany()
  await prismaClient().user.deleteMany()
  const passwordHash = await hashPassword(present)
  const data = { email: "me@example.test", name: "Me", role: "OPERATOR" as const, passwordHash }
  const user = await prismaClient().user.create({ data })
  id = user.id
  caller = await sessionOf(user)
})

const whoAmI = (asCaller = caller) => callRoute(me, "GET", { caller: asCaller, path })
const changeMine = (body: unknown, headers = {}) =>
  callRoute(password, "POST", { caller, path: `${path}/password`, body, headers })

describe("GET /users/me", () => {
  it("returns the signed-in user with the scopes of their role", async () => {
    const { status, body } = await whoAmI()
    expect(status).toBe(200)
    expect(body).toMatchObject({ id, email: "me@example.test", role: "OPERATOR" })
    expect(body.scopes).toContain("deployments:write")
    expect(body.scopes).not.toContain("admin")
  })

  it("returns 422 for an unknown parameter", async () => {
    const { status, body } = await callRoute(me, "GET", { caller, path: `${path}?verbose=true` })
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toBe("/verbose")
  })

  it("returns 403 for a token", async () => {
    const { status, body } = await whoAmI(await tokenCaller(["admin"]))
    expect(status).toBe(403)
    expect(body.code).toBe("not_a_person")
  })
})

describe("POST /users/me/password", () => {
  it("sets the new password and ends every session", async () => {
    expect((await changeMine({ current: present, next: "another long password" })).status).toBe(204)
    const row = await prismaClient().user.findUniqueOrThrow({ where: { id } })
    expect(await isPassword(row.passwordHash, "another long password")).toBe(true)
    expect((await whoAmI()).status).toBe(401)
  })

  it("returns 422 for a wrong current password, and 429 after five attempts", async () => {
    for (let n = 0; n < 5; n++) {
      const headers = { "idempotency-key": `try-${n}` }
      const response = await changeMine(
        { current: "not my password", next: "another long password" },
        headers,
      )
      expect(response.status).toBe(422)
      expect(response.body.code).toBe("wrong_password")
    }
    const response = await changeMine({ current: present, next: "another long password" })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(800)
  })

  it("returns 422 for a short or unchanged password", async () => {
    expect((await changeMine({ current: present, next: "short" })).status).toBe(422)
    expect((await changeMine({ current: present, next: present })).status).toBe(422)
  })

  it("returns 409 for a user without a password", async () => {
    await prismaClient().user.updateMany({ data: { passwordHash: null } })
    expect((await changeMine({ current: "anything", next: "another long password" })).status).toBe(409)
  })
})

describe("DELETE /users/me/sessions", () => {
  it("signs the user out everywhere, and accepts a later sign-in", async () => {
    expect((await callRoute(sessions, "DELETE", { caller, path: `${path}/sessions` })).status).toBe(204)
    expect((await whoAmI()).status).toBe(401)
    const user = await prismaClient().user.findUniqueOrThrow({ where: { id } })
    expect((await whoAmI(await sessionOf(user))).status).toBe(200)
  })
})
