import { beforeAll, describe, expect, it } from "vitest"
import { status as route } from "@/app/api/v1/installation/routes"
import type { SystemStatus } from "@/lib/console/health/status-schema"
import { prismaClient } from "@/lib/platform/db/client"
import { productVersion } from "@/lib/platform/product-version"
import { callRoute } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { seedReleases } from "@/tools/testing/seed-releases"
import { temporaryFolder } from "@/tools/testing/temporary-folder"

const folder = temporaryFolder("status")
beforeAll(async () => {
  process.env.SLIPWAY_DATA_DIR = folder
  process.env.SLIPWAY_CLUSTERS = ""
})

async function read(): Promise<SystemStatus> {
  const caller = await tokenCaller(["admin"])
  const { status, body } = await callRoute(route, "GET", { caller, path: "/api/v1/status" })
  expect(status).toBe(200)
  return body
}

const heartbeat = (version: string) =>
  prismaClient().seenWorker.create({
    data: {
      id: crypto.randomUUID(),
      version,
      helmVersion: "4.2.3",
      startedAt: new Date(),
      lastSeenAt: new Date(),
    },
  })

describe("GET /status", () => {
  it("reports the versions, the database and the disk of the data folder", async () => {
    const { web, database, storage, backup } = await read()
    expect(web).toMatchObject({ version: productVersion, node: process.version })
    expect(database.version).toMatch(/^\d+/)
    expect(database.size).toBeGreaterThan(1_000_000)
    expect(database.connections).toBeGreaterThan(0)
    expect(database.maxConnections).toBeGreaterThan(database.connections)
    expect(database.migrations).toMatchObject({ missing: [], newer: [] })
    expect(storage).toMatchObject({ folder })
    expect(backup).toBeNull()
  })

  it("reports that no worker is running until one starts", async () => {
    const missing = expect.objectContaining({
      severity: "error",
      message: expect.stringContaining("No worker"),
    })
    expect((await read()).findings).toContainEqual(missing)
    const { id } = await heartbeat(productVersion)
    const { findings, workers } = await read()
    expect(workers).toEqual({ alive: 1, versions: [productVersion] })
    expect(findings).not.toContainEqual(missing)
    await prismaClient().seenWorker.delete({ where: { id } })
  })

  it("counts queued changes and previews, with the age of the oldest", async () => {
    const [{ tenantId } = { tenantId: "" }] = await seedReleases(null, [{ slug: "waiting" }])
    const requestedAt = new Date(Date.now() - 3_600_000)
    for (const kind of ["INSTALL", "PREVIEW"] as const) {
      await prismaClient().operation.create({
        data: {
          id: crypto.randomUUID(),
          tenantId,
          cluster: "sandbox",
          namespace: "n",
          releaseName: "app",
          kind,
          sealedRequest: "",
          requestedBy: "ci",
          requester: { id: "ci" },
          requestedAt,
        },
      })
    }
    const { changes, previews, findings } = await read()
    const waiting = { queued: 1, running: 0, oldestQueuedAt: requestedAt.toISOString() }
    expect([changes, previews]).toEqual([waiting, waiting])
    expect(findings).toContainEqual(
      expect.objectContaining({
        message: "1 change of releases waits for a worker, the oldest for 60 minutes.",
      }),
    )
  })
})
