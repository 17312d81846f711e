import { beforeAll, expect, it } from "vitest"
import {
  deployment,
  deployments,
  history,
  deploymentImport as imports,
  removals,
  tagRollback as rollback,
} from "@/app/api/v1/deployments/routes"
import { insights, timeline } from "@/app/api/v1/insights/routes"
import { tenants } from "@/app/api/v1/tenants/routes"
import type { Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments"
const ahead = new Date(Date.now() + 3_600_000).toISOString()
const muchAhead = new Date(Date.now() + 7_200_000).toISOString()
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:read", "deployments:write"])
})

async function faultsOf(route: Route, method: "GET" | "POST" | "PATCH", options: object) {
  const { status, body } = await callRoute(route, method, { caller: pipeline, path, ...options })
  expect(status).toBe(422)
  return body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()
}

it("reports the times and the unknown environment of a record", async () => {
  const body = { imageTag: "v1", environment: "prdo", deployedAt: ahead, completedAt: muchAhead }
  expect(await faultsOf(deployments, "POST", { body })).toEqual([
    "/completedAt",
    "/deployedAt",
    "/environment",
  ])
  const pending = {
    imageTag: "v1",
    environment: "dev",
    status: "PENDING",
    deployedAt: ahead,
    completedAt: ahead,
  }
  expect(await faultsOf(deployments, "POST", { body: pending })).toEqual(["/completedAt", "/deployedAt"])
})

it("reports the environment and the times of an import row in one line", async () => {
  const row = { imageTag: "v1", environment: "prdo", deployedAt: ahead, completedAt: muchAhead }
  const { body } = await callRoute(imports, "POST", {
    caller: pipeline,
    path: `${path}/import`,
    headers: { "content-type": "application/x-ndjson" },
    body: JSON.stringify(row),
  })
  const [{ detail }] = body.errors
  expect(detail).toMatch(/^environment: .* deployedAt is .* completedAt/)
})

it("reports every time of a changed record, and a reason without a rollback", async () => {
  const [stored] = await recordAll({ imageTag: "v1", environment: "dev", deployedAt: "2026-02-12T10:00:00Z" })
  const id = stored?.id ?? ""
  const body = { completedAt: "2026-02-12T09:00:00Z", rollbackReason: "Broken." }
  expect(await faultsOf(deployment, "PATCH", { path: `${path}/${id}`, params: { id }, body })).toEqual([
    "/completedAt",
    "/rollbackReason",
  ])
})

it("reports the environment and the time of a removal", async () => {
  const body = { application: "platform", environment: "prdo", removedAt: ahead }
  expect(await faultsOf(removals, "POST", { body })).toEqual(["/environment", "/removedAt"])
})

it("reports every field that differs between the body and the query of a rollback", async () => {
  const options = {
    path: `${path}/tag/v1/rollback?environment=dev&application=a&reason=x`,
    params: { imageTag: "v1" },
    body: { environment: "prod", application: "b", reason: "y" },
  }
  expect(await faultsOf(rollback, "POST", options)).toEqual(["/application", "/environment", "/reason"])
})

it.each([
  ["history", history, "/to"],
  ["timeline", timeline, "/from"],
  ["insights", insights, "/from"],
])("%s reports a window that ends before it starts and an unknown environment", async (_, route, pointer) => {
  const query = "from=2026-02-12T10:00:00Z&to=2026-02-11T10:00:00Z&environment=prdo"
  expect(await faultsOf(route, "GET", { path: `${path}/x?${query}` })).toEqual(["/environment", pointer])
})

it("reports an unknown cluster and settings of a tenant that exclude each other", async () => {
  const { body } = await callRoute(tenants, "POST", {
    caller: await sessionCaller("ADMIN"),
    path: "/api/v1/tenants",
    body: { slug: "both", cluster: "nowhere", isolated: true, clusterScoped: true },
  })
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
    "/cluster",
    "/clusterScoped",
  ])
})
