import { beforeAll, describe, expect, it } from "vitest"
import { deployments } from "@/app/api/v1/deployments/routes"
import { token as one, tokens } from "@/app/api/v1/tokens/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { seedTenancy } from "@/tools/testing/seed-tenancy"

const path = "/api/v1/tokens"
let admin: Caller

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
})

const create = (body: unknown, caller = admin, headers = {}) =>
  callRoute(tokens, "POST", { caller, path, body, headers })
const call = (method: "GET" | "DELETE", id: string, caller = admin) =>
  callRoute(one, method, { caller, path: `${path}/${id}`, params: { id } })
const record = (token: string, environment = "dev") =>
  callRoute(deployments, "POST", {
    caller: { authorization: `Bearer ${token}` },
    path: "/api/v1/platform/deployments",
    body: { imageTag: "v1", environment },
  })
const pipeline = { name: "ci", scopes: ["deployments:write"] }

describe("POST /tokens", () => {
  it("returns 201 with a token that is returned once and works immediately", async () => {
    const { status, body, headers } = await create(pipeline)
    expect(status).toBe(201)
    expect(body.token).toMatch(/^slw_[0-9A-Za-z]{36}$/)
    expect(body).toMatchObject({
      state: "ACTIVE",
      prefix: body.token.slice(0, 8),
      lastFour: body.token.slice(-4),
    })
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    expect((await record(body.token)).body.recordedBy).toBe("ci")
    const read = await call("GET", body.id)
    expect(read.body.token).toBeUndefined()
    expect(read.body.lastUsedAt).not.toBeNull()
  })

  it("returns 201 with a token limited to environments, by name or alias", async () => {
    const { body } = await create({ ...pipeline, environments: ["staging", "staging"] })
    expect(body.environments).toEqual(["staging"])
    expect((await record(body.token, "staging")).status).toBe(201)
    expect((await record(body.token, "prod")).status).toBe(422)
  })

  it("returns 201 and replays it for the same Idempotency-Key without storing the token", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const first = await create(pipeline, admin, key)
    expect((await create(pipeline, admin, key)).body).toEqual(first.body)
    const [dump] = await prismaClient().$queryRaw<{ text: string }[]>`
      SELECT concat((SELECT json_agg(t) FROM api_token t), (SELECT json_agg(t) FROM audit_entry t),
                    (SELECT json_agg(t) FROM idempotent_answer t)) AS text`
    expect(dump?.text).toContain(first.body.id)
    expect(dump?.text).not.toContain(first.body.token)
  })

  it("returns 422 for an unknown environment, with a pointer and the closest match", async () => {
    const { status, body } = await create({ ...pipeline, environments: ["dev", "prd"] })
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toBe("/environments/1")
    expect(body.detail).toContain('Did you mean "prod"?')
  })

  it("returns 422 for a tenant that does not exist, with a pointer", async () => {
    const { tenant } = await seedTenancy("token-limit", "1.0.0")
    const unknownId = crypto.randomUUID()
    const { status, body } = await create({ ...pipeline, tenants: [tenant.id, unknownId] })
    expect([status, body.errors[0].pointer]).toEqual([422, "/tenants/1"])
    expect(body.detail).toContain(`There is no tenant ${unknownId}.`)
  })

  it("returns 422 for a past expiry, no scopes, and a limited admin token", async () => {
    expect((await create({ ...pipeline, expiresAt: "2020-01-01T00:00:00Z" })).body.errors[0].pointer).toBe(
      "/expiresAt",
    )
    expect((await create({ name: "x", scopes: [] })).body.errors[0].pointer).toBe("/scopes")
    const limitedAdmin = { name: "x", scopes: ["admin"], environments: ["dev"] }
    expect((await create(limitedAdmin)).body.errors[0].pointer).toBe("/scopes")
  })
})

describe("DELETE /tokens/{id}", () => {
  it("returns 204, and the token's next request returns 401", async () => {
    const { body } = await create(pipeline)
    expect((await record(body.token)).status).toBe(201)
    expect((await call("DELETE", body.id)).status).toBe(204)
    expect((await record(body.token)).status).toBe(401)
    expect((await call("GET", body.id)).body).toMatchObject({
      state: "REVOKED",
      revokedBy: expect.stringContaining("@"),
    })
  })

  it("is recorded in the audit log once, even if repeated", async () => {
    const { body } = await create(pipeline)
    await Promise.all([call("DELETE", body.id), call("DELETE", body.id)])
    expect((await call("DELETE", body.id)).status).toBe(204)
    const entries = await prismaClient().auditEntry.findMany({
      where: { subjectId: body.id },
      orderBy: { at: "asc" },
    })
    expect(entries.map((entry) => entry.action)).toEqual(["token.created", "token.revoked"])
  })

  it("returns 404 for an unknown token", async () => {
    expect((await call("DELETE", crypto.randomUUID())).status).toBe(404)
  })
})

describe("GET /tokens", () => {
  it("returns 200 with tokens by state, newest first, without hashes", async () => {
    const expired = await tokenCaller(["deployments:read"], {
      name: "old",
      expiresAt: new Date(Date.now() - 1),
    })
    expect((await callRoute(tokens, "GET", { caller: expired, path })).status).toBe(401)
    const response = await callRoute(tokens, "GET", { caller: admin, path: `${path}?state=EXPIRED` })
    expect(response.body.map((token: { name: string }) => token.name)).toEqual(["old"])
    const allTokens = await callRoute(tokens, "GET", { caller: admin, path })
    const createdTimes = allTokens.body.map((token: { createdAt: string }) => token.createdAt)
    expect(createdTimes).toEqual([...createdTimes].sort().reverse())
    expect(allTokens.text).not.toMatch(/"hash"/)
    expect((await callRoute(tokens, "GET", { caller: admin, path: `${path}?q=%25` })).body).toEqual([])
  })
})

describe("Token management", () => {
  it("requires an admin: 403 for an operator and for a token limited to an environment", async () => {
    expect((await create(pipeline, await sessionCaller("OPERATOR"))).status).toBe(403)
    const limited = await tokenCaller(["admin"], { environments: ["dev"] })
    expect((await create(pipeline, limited)).status).toBe(403)
  })
})
