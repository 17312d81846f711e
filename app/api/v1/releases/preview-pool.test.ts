import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { databasePoolSize } from "@/lib/platform/env"
import { callRoute } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { routeAt } from "@/tools/testing/route-at"

let fixture: ReleaseFixture

beforeAll(async () => {
  fixture = await createReleaseFixture()
}, 120_000)
afterAll(() => fixture.remove())

describe("POST /helm/releases/preview with an Idempotency-Key", () => {
  it("does not block other requests while more previews than pool connections wait for a worker", async () => {
    const client = new ReleaseClient(await tokenCaller(["releases:write"]))
    const reader = await tokenCaller(["deployments:read"])
    const tenantId = await fixture.tenant("acme")
    const count = 2 * databasePoolSize()
    const install = { kind: "INSTALL", tenantId, chartName: "matih-ai-service", chartVersion: "1.0.0" }
    const previews = Array.from({ length: count }, (_, index) =>
      client.call("POST", "helm/releases/preview", "helm/releases/preview", {
        body: { ...install, releaseName: `waiting-${index}` },
        headers: { "idempotency-key": `waiting-${index}` },
      }),
    )
    const queued = { kind: "PREVIEW", state: "QUEUED" } as const
    await vi.waitFor(
      async () => expect(await prismaClient().operation.count({ where: queued })).toBe(count),
      {
        timeout: 25_000,
      },
    )

    const path = "platform/deployments/history"
    const { status } = await callRoute(routeAt(path), "GET", { caller: reader, path: `/api/v1/${path}` })
    expect(status).toBe(200)

    await prismaClient().operation.updateMany({ where: queued, data: { state: "CANCELLED" } })
    for (const preview of await Promise.all(previews)) expect(preview.status).not.toBe(200)
  })
})
