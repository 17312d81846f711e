import { describe, expect, it } from "vitest"
import { disconnect, prismaClient } from "@/lib/platform/db/client"
import { originalMethodHeader } from "@/lib/web/http/http-server/api-request"
import { GET as live, POST as postLive, PUT as putLive } from "./live/route"
import { GET as ready } from "./ready/route"

const get = (probe: string) =>
  new Request(`http://slipway.test/api/health/${probe}`, { headers: { "x-request-id": "of-the-caller" } })

describe("GET /api/health/live", () => {
  it("responds without authentication and is never cached", async () => {
    const response = await live(get("live"))
    expect(response.status).toBe(200)
    expect(response.headers.get("cache-control")).toBe("no-store")
    expect(response.headers.get("x-request-id")).toBe("of-the-caller")
  })
})

describe("A health probe called with another method than GET", () => {
  it("returns a 405 problem document with Allow", async () => {
    const response = postLive(new Request("http://slipway.test/api/health/live", { method: "POST" }))
    expect(response.status).toBe(405)
    expect(response.headers.get("allow")).toBe("GET")
    expect(response.headers.get("content-type")).toBe("application/problem+json")
  })

  it("returns Allow for OPTIONS", () => {
    const headers = { [originalMethodHeader]: "OPTIONS" }
    const request = new Request("http://slipway.test/api/health/live", { method: "PUT", headers })
    expect(putLive(request).status).toBe(204)
  })
})

describe("GET /api/health/ready", () => {
  it("returns 200 while the database is available and has every migration", async () => {
    const response = await ready(get("ready"))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      status: "ready",
      checks: { database: "ok", migrations: "ok", worker: "away", cluster: "unknown" },
    })
    expect(response.headers.get("cache-control")).toBe("no-store")
  })

  it("reports the worker and the clusters, and stays ready without them", async () => {
    const now = new Date()
    const leaseUntil = new Date(now.getTime() + 60_000)
    const seen = { version: "1.0.0", helmVersion: "4.2.3" }
    await prismaClient().seenWorker.create({ data: { id: "host/1/a", ...seen, lastSeenAt: now } })
    const watch = { cluster: "one", holder: "host/1/a", leaseUntil, reachable: true }
    await prismaClient().clusterWatch.create({ data: watch })
    expect((await (await ready(get("ready"))).json()).checks).toMatchObject({ worker: "ok", cluster: "ok" })
    await prismaClient().clusterWatch.create({ data: { ...watch, cluster: "two", reachable: false } })
    const response = await ready(get("ready"))
    expect(response.status).toBe(200)
    expect((await response.json()).checks).toMatchObject({ worker: "ok", cluster: "away" })
    await prismaClient().seenWorker.update({
      where: { id: "host/1/a" },
      data: { lastSeenAt: new Date(now.getTime() - 40_000) },
    })
    expect((await (await ready(get("ready"))).json()).checks).toMatchObject({ worker: "away" })
    await prismaClient().clusterWatch.deleteMany()
    await prismaClient().seenWorker.deleteMany()
  })

  it("returns 503 while a migration is missing", async () => {
    await prismaClient().$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL`
    const response = await ready(get("ready"))
    expect(response.status).toBe(503)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    expect(await response.json()).toMatchObject({ code: "not_ready", checks: { migrations: "behind" } })
    await prismaClient().$executeRaw`UPDATE _prisma_migrations SET finished_at = now()`
  })

  it("returns 503 with Retry-After and without the address while the database is unavailable", async () => {
    const address = process.env.DATABASE_URL
    await disconnect()
    process.env.DATABASE_URL = "postgresql://someone:hidden@127.0.0.1:1/nowhere"
    const response = await ready(get("ready"))
    const text = await response.text()
    process.env.DATABASE_URL = address
    await disconnect()
    expect(response.status).toBe(503)
    expect(response.headers.get("retry-after")).toBe("2")
    expect(text).not.toMatch(/hidden|nowhere|127\.0\.0\.1/)
    expect((await ready(get("ready"))).status).toBe(200)
  })
})
