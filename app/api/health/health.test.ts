import { describe, expect, it } from "vitest"
import { disconnect, prismaClient } from "@/lib/db/client"
import { GET as live } from "./live/route"
import { GET as ready } from "./ready/route"

describe("GET /api/health/live", () => {
  it("answers without asking who, and is never cached", async () => {
    const response = live()
    expect(response.status).toBe(200)
    expect(response.headers.get("cache-control")).toBe("no-store")
  })
})

describe("GET /api/health/ready", () => {
  it("answers 200 while the database answers and has every migration", async () => {
    const response = await ready()
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: "ready", checks: { database: "ok", migrations: "ok" } })
    expect(response.headers.get("cache-control")).toBe("no-store")
  })

  it("answers 503 while a migration is missing", async () => {
    await prismaClient().$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL`
    const response = await ready()
    expect(response.status).toBe(503)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    expect(await response.json()).toMatchObject({ code: "not_ready", checks: { migrations: "behind" } })
    await prismaClient().$executeRaw`UPDATE _prisma_migrations SET finished_at = now()`
  })

  it("answers 503 with Retry-After, and nothing about the address, while the database is away", async () => {
    const address = process.env.DATABASE_URL
    await disconnect()
    process.env.DATABASE_URL = "postgresql://nobody:hidden@127.0.0.1:1/nowhere"
    const response = await ready()
    const text = await response.text()
    process.env.DATABASE_URL = address
    await disconnect()
    expect(response.status).toBe(503)
    expect(response.headers.get("retry-after")).toBe("2")
    expect(text).not.toMatch(/hidden|nowhere|127\.0\.0\.1/)
    expect((await ready()).status).toBe(200)
  })
})
