import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import {
  me,
  user as one,
  userPassword as password,
  userSessions as sessions,
  users,
} from "@/app/api/v1/users/routes"
import { isPassword } from "@/lib/identity/auth/passwords"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, sessionOf, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/users"
let admin: Caller

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
})

const create = (body: unknown, caller = admin, headers = {}) =>
  callRoute(users, "POST", { caller, path, body, headers })
const change = (id: string, body: unknown, caller = admin, headers = {}) =>
  callRoute(one, "PATCH", { caller, path: `${path}/${id}`, params: { id }, body, headers })
const read = (id: string, caller = admin) =>
  callRoute(one, "GET", { caller, path: `${path}/${id}`, params: { id } })
const whoAmI = (caller: Caller) => callRoute(me, "GET", { caller, path: `${path}/me` })

let createdCount = 0
const someone = () => ({ email: `someone-${++createdCount}@example.test`, name: "Someone" })

async function person(role: "VIEWER" | "OPERATOR" | "ADMIN") {
  const user = await prismaClient().user.create({ data: { ...someone(), role } })
  return { id: user.id, caller: await sessionOf(user) }
}

describe("POST /users", () => {
  it("returns 201 with a working password that is returned once", async () => {
    const { status, body, headers } = await create({ email: "New.Person@Example.test", name: "New Person" })
    expect(status).toBe(201)
    expect(body).toMatchObject({ email: "new.person@example.test", role: "VIEWER", hasPassword: true })
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    const row = await prismaClient().user.findUniqueOrThrow({ where: { id: body.id } })
    expect(await isPassword(row.passwordHash, body.password)).toBe(true)
    expect((await read(body.id)).text).not.toContain(body.password)
  })

  it("returns 201 without a password for a user who signs in with single sign-on", async () => {
    const { body } = await create({ ...someone(), password: null })
    expect(body).toMatchObject({ hasPassword: false, password: null })
  })

  it("returns 201 and stores the password in no table, even when the response is stored for a retry", async () => {
    const input = { ...someone(), password: "a chosen password" }
    const key = { "idempotency-key": crypto.randomUUID() }
    expect((await create(input, admin, key)).body.password).toBeNull()
    const generated = someone()
    const first = await create(generated, admin, { "idempotency-key": "once-more" })
    const repeated = await create(generated, admin, { "idempotency-key": "once-more" })
    expect(repeated.body).toEqual(first.body)
    const [dump] = await prismaClient().$queryRaw<{ text: string }[]>`
      SELECT concat((SELECT json_agg(t) FROM user_account t), (SELECT json_agg(t) FROM audit_entry t),
                    (SELECT json_agg(t) FROM idempotent_answer t)) AS text`
    expect(dump?.text).toContain(generated.email)
    expect(dump?.text).not.toContain("a chosen password")
    expect(dump?.text).not.toContain(first.body.password)
  })

  it("rejects a taken email address in any case with a 409", async () => {
    const input = someone()
    await create(input)
    const { status, body } = await create({ ...input, email: input.email.toUpperCase() })
    expect(status).toBe(409)
    expect(body.code).toBe("email_taken")
  })

  it("rejects one of two concurrent requests for the same address with a 409", async () => {
    const input = someone()
    const statuses = (await Promise.all([create(input), create(input)])).map((response) => response.status)
    expect(statuses.sort()).toEqual([201, 409])
  })

  it("rejects a short password, an invalid address and read-only fields with a 422", async () => {
    const { status, body } = await create({
      email: "invalid",
      name: "",
      password: "short",
      passwordHash: "x",
    })
    expect(status).toBe(422)
    const pointers = body.errors.map((error: { pointer: string }) => error.pointer)
    expect(pointers.sort()).toEqual(["/email", "/name", "/password", "/passwordHash"])
  })
})

describe("GET /users", () => {
  it("returns 200 with all users, newest first, in pages", async () => {
    const ids = []
    for (let n = 0; n < 3; n++) ids.unshift((await create({ ...someone(), name: "Paged" })).body.id)
    const first = await callRoute(users, "GET", { caller: admin, path: `${path}?q=paged&limit=2` })
    const next = first.headers.get("link")?.match(/<(.*)>/)?.[1] ?? ""
    const second = await callRoute(users, "GET", { caller: admin, path: next })
    const pagedIds = [...first.body, ...second.body].map((user: { id: string }) => user.id)
    expect(pagedIds).toEqual(ids)
    expect(second.headers.get("link")).toBeNull()
  })

  it.each(["%25", "_", "%5C"])("finds nothing by %s, which no name contains", async (q) => {
    await create(someone())
    expect((await callRoute(users, "GET", { caller: admin, path: `${path}?q=${q}` })).body).toEqual([])
  })

  it("returns 200 without hashes", async () => {
    const { text } = await callRoute(users, "GET", { caller: admin, path })
    expect(text).not.toMatch(/argon2|hash"/i)
  })
})

describe("PATCH /users/{id}", () => {
  it("changes a role with effect from the next request of an open session", async () => {
    const { id, caller } = await person("VIEWER")
    expect((await callRoute(users, "GET", { caller, path })).status).toBe(403)
    expect((await change(id, { role: "ADMIN" })).body.role).toBe("ADMIN")
    expect((await callRoute(users, "GET", { caller, path })).status).toBe(200)
    await change(id, { role: "VIEWER" })
    expect((await callRoute(users, "GET", { caller, path })).status).toBe(403)
  })

  it("disables an account immediately, and enables it again", async () => {
    const { id, caller } = await person("OPERATOR")
    await change(id, { disabled: true })
    expect((await whoAmI(caller)).status).toBe(401)
    expect((await change(id, { disabled: false })).body.disabled).toBe(false)
    expect((await whoAmI(caller)).status).toBe(200)
  })

  it("records the old and new values in the audit log", async () => {
    const { id } = await person("VIEWER")
    await change(id, { role: "OPERATOR", name: "Someone" })
    const entry = await prismaClient().auditEntry.findFirstOrThrow({ where: { subjectId: id } })
    const { detail } = JSON.parse(entry.body)
    expect(entry.action).toBe("user.changed")
    expect(detail).toMatchObject({ before: { role: "VIEWER" }, after: { role: "OPERATOR" } })
  })

  it("returns 412 for an outdated ETag", async () => {
    const { id } = await person("VIEWER")
    const etag = (await read(id)).headers.get("etag") ?? ""
    expect((await change(id, { name: "First" }, admin, { "if-match": etag })).status).toBe(200)
    expect((await change(id, { name: "Second" }, admin, { "if-match": etag })).status).toBe(412)
  })

  it("returns 404 for an unknown account", async () => {
    expect((await change(crypto.randomUUID(), { name: "X" })).status).toBe(404)
  })
})

describe("The last admin", () => {
  beforeEach(async () => {
    await prismaClient().user.updateMany({ where: { role: "ADMIN" }, data: { role: "VIEWER" } })
  })

  it("can be neither demoted nor disabled: 409", async () => {
    const last = await person("ADMIN")
    for (const body of [{ role: "VIEWER" }, { disabled: true }]) {
      const response = await change(last.id, body, last.caller)
      expect(response.status).toBe(409)
      expect(response.body.code).toBe("last_admin")
    }
    expect((await change(last.id, { name: "Still here" }, last.caller)).status).toBe(200)
  })

  it("remains when two admins demote each other concurrently", async () => {
    for (let round = 0; round < 5; round++) {
      await prismaClient().user.updateMany({ where: { role: "ADMIN" }, data: { role: "VIEWER" } })
      const one = await person("ADMIN")
      const other = await person("ADMIN")
      await Promise.all([
        change(one.id, { role: "VIEWER" }, other.caller),
        change(other.id, { role: "VIEWER" }, one.caller),
      ])
      expect(await prismaClient().user.count({ where: { role: "ADMIN" } })).toBe(1)
    }
  })
})

describe("An admin", () => {
  beforeAll(async () => {
    admin = await sessionCaller("ADMIN")
  })

  it("resets a password, which ends the user's sessions", async () => {
    const { id, caller } = await person("VIEWER")
    const response = await callRoute(password, "POST", {
      caller: admin,
      path: `${path}/${id}/password`,
      params: { id },
    })
    expect(response.status).toBe(200)
    const row = await prismaClient().user.findUniqueOrThrow({ where: { id } })
    expect(await isPassword(row.passwordHash, response.body.password)).toBe(true)
    expect((await whoAmI(caller)).status).toBe(401)
  })

  it("signs a user out everywhere", async () => {
    const { id, caller } = await person("VIEWER")
    const response = await callRoute(sessions, "DELETE", {
      caller: admin,
      path: `${path}/${id}/sessions`,
      params: { id },
    })
    expect(response.status).toBe(204)
    expect((await whoAmI(caller)).status).toBe(401)
  })

  it("cannot be a token limited to an environment", async () => {
    const limited = await tokenCaller(["admin"], { environments: ["dev"] })
    const { status, body } = await create(someone(), limited)
    expect(status).toBe(403)
    expect(body.code).toBe("token_limited")
  })
})
