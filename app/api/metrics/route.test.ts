import { readFile } from "node:fs/promises"
import { v7 as uuidv7 } from "uuid"
import { describe, expect, it } from "vitest"
import { metrics } from "@/app/api/metrics/routes"
import { environments } from "@/app/api/v1/environments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, tokenCaller } from "@/tools/testing/callers"

const path = "/api/metrics"
const target = { cluster: "sandbox", namespace: "tenant-a", releaseName: "a" }

async function seedOperation(state: "QUEUED" | "SUCCEEDED" | "FAILED", more: object = {}): Promise<void> {
  const tenant = { slug: uuidv7(), name: "A", cluster: "sandbox", namespace: uuidv7() }
  const { id: tenantId } = await prismaClient().tenant.create({ data: tenant })
  const requestFields = { requester: {}, requestedBy: "test", sealedRequest: "", requestedAt: new Date(0) }
  await prismaClient().operation.create({
    data: { id: uuidv7(), kind: "INSTALL", state, ...requestFields, ...target, tenantId, ...more },
  })
}

describe("GET /api/metrics returns 200", () => {
  it("with requests, the queue, outcomes, Helm durations, streams, connections and event loop delays", async () => {
    const caller = await tokenCaller(["admin"])
    await seedOperation("QUEUED")
    const times = { helmStartedAt: new Date(10_000), finishedAt: new Date(17_500) }
    await seedOperation("SUCCEEDED", times)
    await seedOperation("FAILED")
    const loopDelays = [1, 2, 3, 4, 5, 6, 6, 0.7]
    const workers = [
      { id: "a-worker", lastSeenAt: new Date() },
      { id: "gone-worker", lastSeenAt: new Date(0) },
    ]
    await prismaClient().seenWorker.createMany({
      data: workers.map((worker) => ({ ...worker, version: "1", helmVersion: "4", loopDelays })),
    })
    await callRoute(environments, "GET", { caller, path: "/api/v1/platform/environments?nonsense=1" })
    const { status, headers, text } = await callRoute(metrics, "GET", { caller, path })
    expect(status).toBe(200)
    expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8")
    const lines = text.split("\n")
    expect(lines).toEqual(
      expect.arrayContaining([
        'slipway_http_request_duration_seconds_count{route="/api/v1/platform/environments",method="GET",status="422"} 1',
        'slipway_queue_operations{state="QUEUED"} 1',
        'slipway_queue_operations{state="RUNNING"} 0',
        'slipway_queue_oldest_age_seconds{state="RUNNING"} 0',
        'slipway_operations_finished{kind="INSTALL",outcome="SUCCEEDED"} 1',
        'slipway_operations_finished{kind="INSTALL",outcome="FAILED"} 1',
        'slipway_helm_seconds_sum{kind="INSTALL"} 7.5',
        'slipway_helm_seconds_count{kind="INSTALL"} 1',
        "slipway_sse_clients 0",
        "slipway_database_pool_limit 16",
      ]),
    )
    expect(text).toMatch(/slipway_queue_oldest_age_seconds\{state="QUEUED"\} \d{9}/)
    expect(text).toMatch(/slipway_event_loop_delay_seconds_bucket\{process="web",id="[^"]+",le="0.05"\} \d/)
    expect(text).toContain(
      'slipway_event_loop_delay_seconds_bucket{process="worker",id="a-worker",le="0.05"} 3',
    )
    expect(text).toContain('slipway_event_loop_delay_seconds_count{process="worker",id="a-worker"} 6')
    expect(text).not.toContain("gone-worker")
    expect(text).toMatch(/slipway_database_connections\{state="active"\} [1-9]/)
  })
})

describe("deploy/grafana", () => {
  it.each(["dashboard.json", "alerts.yaml"])("%s reads only metrics that exist", async (file) => {
    const { text } = await callRoute(metrics, "GET", { caller: await tokenCaller(["admin"]), path })
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    const existing = types.flatMap(([, name = "", type]) =>
      type === "histogram" ? ["_bucket", "_sum", "_count"].map((suffix) => name + suffix) : [name],
    )
    const read = (await readFile(`deploy/grafana/${file}`, "utf8")).match(/\bslipway_[a-z_]+/g) ?? []
    expect(read.length).toBeGreaterThan(5)
    expect([...new Set(read)].filter((name) => !existing.includes(name))).toEqual([])
  })
})

describe("GET /api/metrics without permission", () => {
  it("returns 401 for anonymous callers and 403 for non-admins", async () => {
    expect((await callRoute(metrics, "GET", { caller: anonymous, path })).status).toBe(401)
    const caller = await tokenCaller(["releases:write", "deployments:write"])
    expect((await callRoute(metrics, "GET", { caller, path })).status).toBe(403)
  })
})
