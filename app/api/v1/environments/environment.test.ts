import { beforeAll, describe, expect, it } from "vitest"
import { environments, environment as route } from "@/app/api/v1/environments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/environments"
let admin: Caller

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
})

/** `written`: the name as in the URL; split at slashes and decoded as Next.js does. */
function call(method: "GET" | "PATCH", written: string, body?: unknown, headers = {}, caller = admin) {
  const params = { name: decodeURIComponent(written) }
  return callRoute(route, method, { caller, path: `${path}/${written}`, params, body, headers })
}
const get = (written: string, headers = {}, caller = admin) =>
  call("GET", written, undefined, headers, caller)
const patch = (written: string, body: unknown, headers = {}, caller = admin) =>
  call("PATCH", written, body, headers, caller)

async function added(name: string, fields: Record<string, unknown> = {}): Promise<void> {
  await callRoute(environments, "POST", { caller: admin, path, body: { name, rank: 50, ...fields } })
}

describe("GET /environments/{name}", () => {
  it("returns 200 by name or alias, with slashes encoded or not", async () => {
    await added("prod/eu-2", { aliases: ["eu/2"] })
    for (const written of ["prod%2Feu-2", "prod/eu-2", "eu/2", "eu%2F2"]) {
      expect((await get(written)).body).toMatchObject({ name: "prod/eu-2", aliases: ["eu/2"] })
    }
  })

  it("returns 304 for a known ETag", async () => {
    const etag = (await get("dev")).headers.get("etag")
    expect((await get("dev", { "if-none-match": etag })).status).toBe(304)
  })
})

describe("PATCH /environments/{name}", () => {
  it("returns 200 with changed and unchanged fields, including by alias, and records it in the audit log", async () => {
    await added("blue", { aliases: ["azure"], colour: "#0000ff" })
    const { status, body } = await patch("azure", { rank: 51, production: true })
    expect(status).toBe(200)
    expect(body).toEqual({
      name: "blue",
      rank: 51,
      aliases: ["azure"],
      production: true,
      colour: "#0000ff",
      archived: false,
      archiveAfterDays: 14,
      gateWarnings: [],
    })
    expect(await prismaClient().auditEntry.count({ where: { action: "environment.changed" } })).toBe(1)
    expect((await patch("blue", { colour: null, archived: false })).body.colour).toBeNull()
  })

  it("returns 200 without an audit entry when nothing changes", async () => {
    const { body } = await get("dev")
    const before = await prismaClient().auditEntry.count()
    expect((await patch("dev", body)).body).toEqual(body)
    expect(await prismaClient().auditEntry.count()).toBe(before)
  })

  it("returns 200 with a new name, and keeps its deployments", async () => {
    await added("before")
    const [deployment] = await recordAll({
      environment: "before",
      imageTag: "v1",
      deployedAt: "2026-02-12T10:00:00Z",
    })
    expect((await patch("before", { name: "after" })).body.name).toBe("after")
    expect((await get("before")).status).toBe(404)
    const row = await prismaClient().deployment.findUniqueOrThrow({
      where: { id: deployment?.id },
      include: { environment: true },
    })
    expect(row.environment.name).toBe("after")
  })

  it("returns 200 with other aliases, and an alias that becomes the name", async () => {
    await added("old-name", { aliases: ["new-name", "dropped"] })
    expect((await patch("old-name", { aliases: ["new-name"] })).body.aliases).toEqual(["new-name"])
    expect((await get("dropped")).status).toBe(404)
    expect((await patch("old-name", { name: "new-name" })).body).toMatchObject({
      name: "new-name",
      aliases: [],
    })
    const kept = await patch("new-name", { aliases: ["old-name"] })
    expect(kept.body).toMatchObject({ name: "new-name", aliases: ["old-name"] })
  })

  it("returns 200 when If-Match is the current ETag", async () => {
    await added("matched")
    const etag = (await get("matched")).headers.get("etag")
    expect((await patch("matched", { rank: 52 }, { "if-match": etag })).status).toBe(200)
  })

  it("returns 409 for a name or alias of another environment, and changes nothing", async () => {
    await added("tidy", { aliases: ["neat"] })
    for (const change of [{ name: "dev" }, { name: "production" }, { aliases: ["neat", "stage"] }]) {
      expect((await patch("tidy", { rank: 1, ...change })).status).toBe(409)
    }
    expect((await get("neat")).body).toMatchObject({ name: "tidy", rank: 50, aliases: ["neat"] })
  })

  it("returns 412 for all but one of several concurrent changes", async () => {
    await added("contested")
    const etag = (await get("contested")).headers.get("etag")
    const responses = await Promise.all(
      [61, 62, 63, 64].map((rank) => patch("contested", { rank }, { "if-match": etag })),
    )
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  })
})

describe("GET and PATCH /environments/{name}", () => {
  it("rejects callers without permission with 401 and 403", async () => {
    expect((await get("dev", {}, anonymous)).status).toBe(401)
    expect((await patch("dev", {}, {}, await sessionCaller("OPERATOR"))).status).toBe(403)
  })

  it("rejects an unknown name with 404 and the closest match, and one that the caller cannot see with 404", async () => {
    const { status, body } = await get("stagin")
    expect([status, body.detail]).toEqual([404, expect.stringContaining('"staging"')])
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    const hidden = await get("prod", {}, limited)
    expect([hidden.status, hidden.body.detail]).toEqual([404, 'There is no environment "prod".'])
    expect((await patch("nowhere", {})).status).toBe(404)
  })

  it("rejects an alias equal to the name and an unknown field with 422", async () => {
    expect((await patch("dev", { aliases: ["dev"] })).body.errors[0].pointer).toBe("/aliases/0")
    expect((await patch("dev", { order: 1 })).body.errors[0].pointer).toBe("/order")
  })
})
