import { beforeAll, describe, expect, it } from "vitest"
import { deployments as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { Prisma } from "@/lib/platform/db/generated/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/deployments"
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "ci" })
})

function record(body: unknown, caller = pipeline, headers: Record<string, string> = {}) {
  return callRoute(route, "POST", { caller, path, body, headers })
}

const brief = {
  imageTag: "v2.1.0-abc1234",
  gitCommit: "abc1234",
  gitBranch: "main",
  environment: "dev",
  status: "DEPLOYED",
  deployedAt: "2026-02-12T10:00:00Z",
  completedAt: "2026-02-12T10:05:00Z",
}

describe("POST /deployments", () => {
  it("returns 201 with the record as sent, its id and its location", async () => {
    const { status, body, headers } = await record(brief)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...brief, application: "platform", durationSeconds: 300, initiatedBy: "ci" })
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    expect(headers.get("cache-control")).toBe("private, no-store")
  })

  it("returns 201 for any time offset, and responds in UTC", async () => {
    const { body } = await record({
      ...brief,
      application: "offsets",
      deployedAt: "2026-02-12T12:00:00.250+02:00",
    })
    expect(body.deployedAt).toBe("2026-02-12T10:00:00.250Z")
  })

  it("returns 201 and detects a rollback when an older tag is deployed over a newer one", async () => {
    const application = "returns"
    const tags = ["v1", "v2", "v3", "v1"]
    const responses = []
    for (const [minute, imageTag] of tags.entries()) {
      const deployedAt = `2026-03-01T10:0${minute}:00Z`
      responses.push((await record({ application, environment: "prod", imageTag, deployedAt })).body)
    }
    expect(responses.map((response) => response.isRollback)).toEqual([false, false, false, true])
    expect(responses.map((response) => response.previousImageTag)).toEqual([null, "v1", "v2", "v3"])
  })

  it("returns 201 with both times set to now and an unknown duration for a finished deployment without times", async () => {
    const { deployedAt: _at, completedAt: _done, ...timeless } = brief
    const { body } = await record({ ...timeless, application: "timeless" })
    expect(body.completedAt).toBe(body.deployedAt)
    expect(body.durationSeconds).toBeNull()
    const started = await record({ ...timeless, application: "timeless", deployedAt: "2026-02-12T10:00:00Z" })
    expect(started.body).toMatchObject({ completedAt: null, durationSeconds: null })
    const pending = await record({ ...timeless, application: "timeless", status: "PENDING" })
    expect(pending.body.completedAt).toBeNull()
  })

  it("returns 201 once per Idempotency-Key, and marks the replay", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const first = await record({ ...brief, application: "once" }, pipeline, key)
    const second = await record({ ...brief, application: "once" }, pipeline, key)
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get("idempotency-replayed")).toBe("true")
  })

  it("returns 200 when the same externalId completes its record", async () => {
    const started = { application: "external", environment: "dev", imageTag: "v9", externalId: "run-1" }
    const first = await record({ ...started, status: "PENDING", deployedAt: "2026-04-01T08:00:00Z" })
    const second = await record({ ...started, status: "DEPLOYED", completedAt: "2026-04-01T08:04:12Z" })
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({ id: first.body.id, status: "DEPLOYED", durationSeconds: 252 })
  })
})

describe("POST /deployments with one Idempotency-Key", () => {
  it("creates one record for twenty concurrent requests; the others are replays or a 409 with Retry-After", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => record({ ...brief, application: "keyed" }, pipeline, key)),
    )
    const done = responses.filter(({ status }) => status === 201)
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1)
    for (const { status, body, headers } of responses.filter(({ status }) => status !== 201)) {
      expect([status, body.code, headers.get("retry-after")]).toEqual([409, "idempotency_key_in_flight", "1"])
    }
    expect(await prismaClient().deployment.count({ where: { application: "keyed" } })).toBe(1)
  })

  it("replays the first response after the record was updated and its environment renamed", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const body = { ...brief, environment: "renamed-soon", application: "keyed-renamed", notes: "first" }
    const { id } = await prismaClient().environment.create({
      data: { id: crypto.randomUUID(), name: "renamed-soon" },
    })
    const name = { folded: "renamed-soon", environmentId: id, alias: false }
    await prismaClient().environmentName.create({ data: { name: "renamed-soon", ...name } })
    const first = await record(body, pipeline, key)
    expect([first.status, first.body.environment]).toEqual([201, "renamed-soon"])
    await prismaClient().deployment.update({ where: { id: first.body.id }, data: { notes: "second" } })
    await prismaClient().environmentName.deleteMany({ where: { environmentId: id } })
    await prismaClient().environment.update({ where: { id }, data: { name: "renamed" } })
    const second = await record(body, pipeline, key)
    expect([second.status, second.body, second.headers.get("location")]).toEqual([
      201,
      first.body,
      first.headers.get("location"),
    ])
    expect(second.headers.get("idempotency-replayed")).toBe("true")
  })

  it("replays the response for a late record, which changes other records too", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const lateReport = { ...brief, application: "keyed-late", deployedAt: "2026-02-12T09:00:00Z" }
    await record({ ...lateReport, imageTag: "v2", deployedAt: "2026-02-12T10:00:00Z" })
    const first = await record(lateReport, pipeline, key)
    const second = await record(lateReport, pipeline, key)
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
    expect(await prismaClient().deployment.count({ where: { application: "keyed-late" } })).toBe(2)
  })

  it("records again after a day, or after the earlier attempt died", async () => {
    const key = crypto.randomUUID()
    const body = { ...brief, application: "keyed-again" }
    const send = async () => (await record(body, pipeline, { "idempotency-key": key })).body.id
    const first = await send()
    await prismaClient().idempotentAnswer.updateMany({
      where: { key },
      data: { createdAt: new Date(Date.now() - 25 * 3_600_000) },
    })
    const second = await send()
    const died = { status: null, recorded: Prisma.DbNull, leaseUntil: new Date(Date.now() - 1_000) }
    await prismaClient().idempotentAnswer.updateMany({ where: { key }, data: died })
    const third = await send()
    expect(new Set([first, second, third]).size).toBe(3)
    expect(await send()).toBe(third)
  })

  it("returns 409 while another attempt holds the key", async () => {
    const key = crypto.randomUUID()
    const body = { ...brief, application: "keyed-held" }
    await record(body, pipeline, { "idempotency-key": key })
    const held = { status: null, recorded: Prisma.DbNull, leaseUntil: new Date(Date.now() + 30_000) }
    await prismaClient().idempotentAnswer.updateMany({ where: { key }, data: held })
    const { status, body: problem } = await record(body, pipeline, { "idempotency-key": key })
    expect([status, problem.code]).toEqual([409, "idempotency_key_in_flight"])
    expect(await prismaClient().deployment.count({ where: { application: "keyed-held" } })).toBe(1)
  })

  it("returns 422 for another payload, and changes nothing", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    await record({ ...brief, application: "keyed-once" }, pipeline, key)
    const { status, body } = await record({ ...brief, application: "keyed-other" }, pipeline, key)
    expect([status, body.code]).toEqual([422, "idempotency_key_reused"])
    expect(await prismaClient().deployment.count({ where: { application: "keyed-other" } })).toBe(0)
  })

  it("treats the key of another caller as a different key", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const first = await record({ ...brief, application: "keyed-two" }, pipeline, key)
    const second = await record({ ...brief, application: "keyed-two" }, await sessionCaller("OPERATOR"), key)
    expect(second.status).toBe(201)
    expect(second.body.id).not.toBe(first.body.id)
  })

  it("accepts the key again after a rejected request", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    expect((await record({ ...brief, environment: "nowhere" }, pipeline, key)).status).toBe(422)
    expect((await record(brief, pipeline, key)).status).toBe(201)
  })
})

describe("POST /deployments with an invalid request", () => {
  it("returns 409 when an externalId belongs to a deployment of another tag, application or environment", async () => {
    const input = { environment: "dev", imageTag: "v1", externalId: "run-409", application: "named" }
    await record(input)
    for (const other of [{ imageTag: "v2" }, { application: "other" }, { environment: "prod" }]) {
      const { status, body } = await record({ ...input, ...other })
      expect([status, body.code]).toEqual([409, "external_id_conflict"])
    }
  })

  it("returns 409 when an externalId is reported with an invalid status change, naming both statuses", async () => {
    const input = { environment: "dev", imageTag: "v1", externalId: "run-410", application: "named" }
    await record({ ...input, status: "DEPLOYED" })
    const { status, body } = await record({ ...input, status: "FAILED" })
    expect([status, body.from, body.to]).toEqual([409, "DEPLOYED", "FAILED"])
  })

  it("returns 422 for an unknown environment, with the configured ones and the closest match", async () => {
    const { status, body } = await record({ ...brief, environment: "stagin" })
    expect(status).toBe(422)
    expect(body.code).toBe("unknown_environment")
    expect(body.detail).toContain("dev, staging, prod")
    expect(body.detail).toContain('Did you mean "staging"?')
    expect(body.errors[0].pointer).toBe("/environment")
  })

  it("returns 422 for an unknown environment, with only the names that a limited token can use", async () => {
    const limited = await tokenCaller(["deployments:write"], { environments: ["dev"] })
    const { status, body } = await record({ ...brief, environment: "pro" }, limited)
    expect([status, body.code]).toEqual([422, "unknown_environment"])
    expect(body.detail).toContain("can access: dev.")
    expect(JSON.stringify(body)).not.toMatch(/staging|prod/)
  })

  it("returns 422 for an unknown field, with the closest known one", async () => {
    const { status, body } = await record({ ...brief, enviroment: "dev" })
    expect(status).toBe(422)
    expect(body.errors).toContainEqual({
      pointer: "/enviroment",
      message: 'Unknown field "enviroment". Did you mean "environment"?',
    })
  })

  it.each([
    [{ imageTag: ".v1" }, "/imageTag"],
    [{ imageTag: "v".repeat(129) }, "/imageTag"],
    [{ imageTag: "v1/2" }, "/imageTag"],
    [{ imageTag: undefined }, "/imageTag"],
    [{ gitCommit: "abc123" }, "/gitCommit"],
    [{ deployedAt: "2026-02-12 10:00" }, "/deployedAt"],
    [{ deployedAt: new Date(Date.now() + 600_000).toISOString(), completedAt: undefined }, "/deployedAt"],
    [{ status: "PENDING" }, "/completedAt"],
    [{ artifactDigest: "sha256:12" }, "/artifactDigest"],
    [{ runUrl: "ftp://ci.test" }, "/runUrl"],
    [{ serviceVersions: { web: 1 } }, "/serviceVersions/web"],
    [{ serviceVersions: { "a/b~c": "" } }, "/serviceVersions/a~1b~0c"],
    [{ id: "01900000-0000-7000-8000-000000000000" }, "/id"],
    [{ isRollback: true }, "/isRollback"],
    [{ recordedBy: "another user" }, "/recordedBy"],
  ])("returns 422 for %j with a pointer", async (fields, pointer) => {
    const { status, body } = await record({ ...brief, ...fields })
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  it("returns 422 for a completedAt before deployedAt", async () => {
    const { status, body } = await record({ ...brief, completedAt: "2026-02-12T09:00:00Z" })
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toBe("/completedAt")
  })

  it("rejects anonymous callers with a 401 problem document", async () => {
    const { status, headers, body } = await record(brief, anonymous)
    expect(status).toBe(401)
    expect(headers.get("content-type")).toBe("application/problem+json")
    expect(body.code).toBe("unauthenticated")
  })

  it("rejects a viewer with a 403", async () => {
    expect((await record(brief, await sessionCaller("VIEWER"))).status).toBe(403)
  })

  it("rejects a token limited to another environment with the same 422 as for an unknown environment", async () => {
    const limited = await tokenCaller(["deployments:write"], { environments: ["staging"] })
    expect((await record(brief, limited)).status).toBe(422)
    await prismaClient().environmentName.create({
      data: { name: "live", alias: true, environment: { connect: { name: "prod" } } },
    })
    const byAlias = await record({ ...brief, environment: "live" }, limited)
    expect([byAlias.status, byAlias.body.code]).toEqual([422, "unknown_environment"])
    expect(byAlias.text, "the name behind an alias is not revealed").not.toContain("prod")
  })

  it("rejects invalid JSON with a 400, and another content type with a 415", async () => {
    const json = { "content-type": "application/json" }
    expect((await record("{nope", pipeline, json)).status).toBe(400)
    expect((await record("a=b", pipeline, { "content-type": "text/plain" })).status).toBe(415)
  })

  it("rejects a body over 1 MiB with a 413", async () => {
    expect((await record({ ...brief, notes: "x".repeat(1024 * 1024) })).status).toBe(413)
  })
})
