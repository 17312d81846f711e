import { beforeAll, describe, expect, it } from "vitest"
import { environments as route } from "@/app/api/v1/environments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/environments"
let admin: Caller

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
})

const list = (caller = admin) => callRoute(route, "GET", { caller, path })
const create = (body: unknown, caller = admin) => callRoute(route, "POST", { caller, path, body })

describe("GET /environments", () => {
  it("returns 200 with environments in rank order and their aliases", async () => {
    const { status, body } = await list(await sessionCaller("VIEWER"))
    expect(status).toBe(200)
    const common = { colour: null, archived: false, archiveAfterDays: 14, gateWarnings: [] }
    expect(body).toEqual([
      { name: "dev", rank: 10, aliases: ["development"], production: false, ...common },
      { name: "staging", rank: 20, aliases: ["stage"], production: false, ...common },
      { name: "prod", rank: 30, aliases: ["production"], production: true, ...common },
    ])
  })

  it("returns 200 without environments that a limited token cannot see", async () => {
    const { body } = await list(await tokenCaller(["deployments:read"], { environments: ["prod"] }))
    expect(body).toMatchObject([{ name: "prod" }])
  })
})

describe("POST /environments returns 201", () => {
  it("with the environment, even at the rank of another one, and records it in the audit log", async () => {
    const environment = { name: "prod/eu-1", rank: 30, aliases: ["eu"], production: true, colour: "#0a7f5A" }
    const { status, body, headers } = await create(environment)
    expect([status, body]).toEqual([
      201,
      { ...environment, archived: false, archiveAfterDays: 14, gateWarnings: [] },
    ])
    expect(headers.get("location")).toBe(`${path}/prod%2Feu-1`)
    expect((await list()).body.map(({ name }: { name: string }) => name)).toEqual([
      "dev",
      "staging",
      "prod",
      "prod/eu-1",
    ])
    expect(await prismaClient().auditEntry.count({ where: { action: "environment.created" } })).toBe(1)
  })

  it("returns 201 with defaults for omitted fields", async () => {
    const { body } = await create({ name: "lab", rank: 5 })
    expect(body).toEqual({
      name: "lab",
      rank: 5,
      aliases: [],
      production: false,
      colour: null,
      archived: false,
      archiveAfterDays: 14,
      gateWarnings: [],
    })
  })

  it.each([
    [{ name: "dev", rank: 1 }, "dev"],
    [{ name: "production", rank: 1 }, "prod"],
    [{ name: "free", rank: 1, aliases: ["also-free", "stage"] }, "staging"],
  ])("returns 409 for the taken name in %j, and adds nothing", async (body, owner) => {
    const before = (await list()).body
    const response = await create(body)
    expect([response.status, response.body.code]).toEqual([409, "environment_name_taken"])
    expect(response.body.detail).toContain(owner)
    expect((await list()).body).toEqual(before)
  })

  it("returns 409 for all but one of several concurrent requests for the same name", async () => {
    const responses = await Promise.all(
      [1, 2, 3, 4].map((rank) => create({ name: `race-${rank}`, rank, aliases: ["raced"] })),
    )
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
  })

  it("rejects non-admins with 401 and 403", async () => {
    const body = { name: "mine", rank: 1 }
    expect((await create(body, anonymous)).status).toBe(401)
    expect((await create(body, await sessionCaller("OPERATOR"))).status).toBe(403)
    expect((await create(body, await tokenCaller(["admin"], { environments: ["dev"] }))).status).toBe(403)
  })

  it.each([
    [{ rank: 1 }, "/name"],
    [{ name: "a b", rank: 1 }, "/name"],
    [{ name: "a/../b", rank: 1 }, "/name"],
    [{ name: "a/", rank: 1 }, "/name"],
    [{ name: "x" }, "/rank"],
    [{ name: "x", rank: 1.5 }, "/rank"],
    [{ name: "x", rank: 1, colour: "red" }, "/colour"],
    [{ name: "x", rank: 1, aliases: ["x"] }, "/aliases/0"],
    [{ name: "x", rank: 1, aliases: ["y", "y"] }, "/aliases"],
    [{ name: "x", rank: 1, color: "#000000" }, "/color"],
  ])("rejects %j with 422 and a pointer", async (body, pointer) => {
    const response = await create(body)
    expect([response.status, response.body.errors[0].pointer]).toEqual([422, pointer])
  })
})
