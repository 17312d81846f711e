import { describe, expect, it } from "vitest"
import { overview as overviewRoute } from "@/app/api/v1/console/routes"
import type { Overview } from "@/lib/console/overview/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import { recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { updateDeployment } from "@/lib/ledger/deployments/update-deployment"
import { withQuery } from "@/lib/platform/paths"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const actor = systemActor("test pipeline")
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

async function record(application: string, environment: string, imageTag: string, fields: object = {}) {
  const body = recordDeploymentSchema.parse({ application, environment, imageTag, ...fields })
  return (await recordDeployment(actor, body)).deployment
}

const path = (query: Record<string, string>) => withQuery("/api/v1/platform/overview", query)

async function read(query: Record<string, string>, caller = sessionCaller("VIEWER")) {
  const response = await callRoute(overviewRoute, "GET", { caller: await caller, path: path(query) })
  expect(response.status).toBe(200)
  const overview: Overview = response.body
  return overview
}

describe("GET /overview", () => {
  it("returns 200 with what is current in each environment and how far it is behind the stage below", async () => {
    await record("cards", "dev", "v1.0.0", { deployedAt: hoursAgo(9) })
    await record("cards", "staging", "v1.0.0", { deployedAt: hoursAgo(8), initiatedBy: "ada" })
    await record("cards", "dev", "v1.1.0", { deployedAt: hoursAgo(2) })
    const { environments } = await read({ application: "cards" })
    expect(environments.map((stage) => stage.environment)).toEqual(["dev", "staging"])
    expect(environments[0]).toMatchObject({ current: { imageTag: "v1.1.0" }, drift: null, behind: 0 })
    expect(environments[1]).toMatchObject({
      current: { imageTag: "v1.0.0", initiatedBy: "ada" },
      drift: { versions: 1, semver: "minor" },
      behind: 1,
    })
  })

  it("returns 200 with pending deployments as next, unless something newer is already current", async () => {
    await record("next", "dev", "v2", { status: "PENDING", deployedAt: hoursAgo(0.1) })
    expect((await read({ application: "next" })).environments[0]).toMatchObject({
      current: null,
      next: { imageTag: "v2" },
      pending: 1,
    })
    await record("next", "dev", "v3")
    expect((await read({ application: "next" })).environments[0]).toMatchObject({ next: null, pending: 1 })
  })

  it("returns 200 with deployments that failed, are stuck, or were rolled back without a successor", async () => {
    await record("trouble", "dev", "v1", { status: "FAILED", deployedAt: hoursAgo(3) })
    await record("trouble", "staging", "v1", { status: "PENDING", deployedAt: hoursAgo(3) })
    const bad = await record("trouble", "prod", "v1", { deployedAt: hoursAgo(3) })
    await updateDeployment(actor, bad.id, { status: "ROLLED_BACK" })
    const { attention } = await read({ application: "trouble" })
    expect(attention.map(({ kind, items }) => [kind, items[0]?.environment])).toEqual([
      ["failed", "dev"],
      ["stuck", "staging"],
      ["rolledBack", "prod"],
    ])
    for (const environment of ["dev", "prod"]) await record("trouble", environment, "v2")
    expect((await read({ application: "trouble" })).attention.map(({ kind }) => kind)).toEqual(["stuck"])
  })

  it("returns 200 for a past time, without later deployments", async () => {
    await record("past", "dev", "v1", { deployedAt: hoursAgo(48) })
    await record("past", "dev", "v2", { deployedAt: hoursAgo(1) })
    const then = await read({ application: "past", at: hoursAgo(24) })
    expect(then.environments[0]?.current?.imageTag).toBe("v1")
  })

  it("returns 200 without environments that a token cannot see", async () => {
    await record("limited", "dev", "v1")
    await record("limited", "prod", "v1")
    const caller = tokenCaller(["deployments:read"], { environments: ["dev"] })
    const { environments } = await read({ application: "limited" }, caller)
    expect(environments.map((stage) => stage.environment)).toEqual(["dev"])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await callRoute(overviewRoute, "GET", { caller: anonymous, path: path({}) })).status).toBe(401)
  })

  it("returns 403 for a token without the scope", async () => {
    const caller = await tokenCaller(["releases:read"])
    expect((await callRoute(overviewRoute, "GET", { caller, path: path({}) })).status).toBe(403)
  })

  it("returns 422 for an unknown parameter", async () => {
    const caller = await sessionCaller("VIEWER")
    expect((await callRoute(overviewRoute, "GET", { caller, path: path({ app: "x" }) })).status).toBe(422)
  })
})
