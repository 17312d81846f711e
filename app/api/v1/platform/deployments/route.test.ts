import { beforeAll, describe, expect, it } from "vitest"
import { callRoute } from "@/lib/testing/call-route"
import { type Caller, nobody, sessionCaller, tokenCaller } from "@/lib/testing/callers"
import * as route from "./route"

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

describe("POST /deployments answers 201", () => {
  it("with the record as it was given, its id and its place", async () => {
    const { status, body, headers } = await record(brief)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...brief, application: "platform", durationSeconds: 300, initiatedBy: "ci" })
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    expect(headers.get("cache-control")).toBe("private, no-store")
  })

  it("takes any offset and answers in UTC", async () => {
    const { body } = await record({
      ...brief,
      application: "offsets",
      deployedAt: "2026-02-12T12:00:00.250+02:00",
    })
    expect(body.deployedAt).toBe("2026-02-12T10:00:00.250Z")
  })

  it("knows a rollback when an older tag comes back over a newer one", async () => {
    const application = "returns"
    const tags = ["v1", "v2", "v3", "v1"]
    const answers = []
    for (const [minute, imageTag] of tags.entries()) {
      const deployedAt = `2026-03-01T10:0${minute}:00Z`
      answers.push((await record({ application, environment: "prod", imageTag, deployedAt })).body)
    }
    expect(answers.map((answer) => answer.isRollback)).toEqual([false, false, false, true])
    expect(answers.map((answer) => answer.previousImageTag)).toEqual([null, "v1", "v2", "v3"])
  })

  it("answers once for one Idempotency-Key, and says that it is a replay", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const first = await record({ ...brief, application: "once" }, pipeline, key)
    const second = await record({ ...brief, application: "once" }, pipeline, key)
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get("idempotency-replayed")).toBe("true")
  })
})

describe("POST /deployments answers 200", () => {
  it("when the same externalId completes the record it began", async () => {
    const started = { application: "external", environment: "dev", imageTag: "v9", externalId: "run-1" }
    const first = await record({ ...started, status: "PENDING", deployedAt: "2026-04-01T08:00:00Z" })
    const second = await record({ ...started, status: "DEPLOYED", completedAt: "2026-04-01T08:04:12Z" })
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({ id: first.body.id, status: "DEPLOYED", durationSeconds: 252 })
  })
})

describe("POST /deployments answers 422", () => {
  it("for an unknown environment, listing the configured ones and the one probably meant", async () => {
    const { status, body } = await record({ ...brief, environment: "stagin" })
    expect(status).toBe(422)
    expect(body.code).toBe("unknown_environment")
    expect(body.detail).toContain("dev, staging, prod")
    expect(body.detail).toContain('Did you mean "staging"?')
    expect(body.errors[0].pointer).toBe("/environment")
  })

  it("for an unknown field, naming the nearest known one", async () => {
    const { status, body } = await record({ ...brief, enviroment: "dev" })
    expect(status).toBe(422)
    expect(body.errors).toContainEqual({
      pointer: "/enviroment",
      message: 'There is no field "enviroment". Did you mean "environment"?',
    })
  })

  it("for a completedAt before deployedAt", async () => {
    const { status, body } = await record({ ...brief, completedAt: "2026-02-12T09:00:00Z" })
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toBe("/completedAt")
  })
})

describe("POST /deployments refuses", () => {
  it("nobody in particular with a 401 problem document", async () => {
    const { status, headers, body } = await record(brief, nobody)
    expect(status).toBe(401)
    expect(headers.get("content-type")).toBe("application/problem+json")
    expect(body.code).toBe("unauthenticated")
  })

  it("a viewer with a 403", async () => {
    expect((await record(brief, await sessionCaller("VIEWER"))).status).toBe(403)
  })

  it("a token limited to another environment with a 403", async () => {
    const limited = await tokenCaller(["deployments:write"], { environments: ["staging"] })
    expect((await record(brief, limited)).status).toBe(403)
  })

  it("what is not JSON with a 400, and another content type with a 415", async () => {
    const json = { "content-type": "application/json" }
    expect((await record("{nope", pipeline, json)).status).toBe(400)
    expect((await record("a=b", pipeline, { "content-type": "text/plain" })).status).toBe(415)
  })

  it("a body over 1 MiB with a 413", async () => {
    expect((await record({ ...brief, notes: "x".repeat(1024 * 1024) })).status).toBe(413)
  })
})
