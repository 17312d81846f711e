import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { getOverview } from "@/lib/console/overview/get-overview"
import { prismaClient } from "@/lib/platform/db/client"
import { recordAll } from "@/tools/testing/record-all"
import { deleteDemoData } from "./delete-demo-data"
import { demoActor } from "./demo-state"
import { demoRows, ensureDemoData } from "./ensure-demo-data"

const db = prismaClient()

beforeEach(async () => {
  for (const table of ["deployment", "lane", "image_version", "installation", "quarantine"]) {
    await db.$executeRawUnsafe(`DELETE FROM ${table}`)
  }
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

describe("the demo data", () => {
  it.each(["2026-11-21T18:10:00Z", "2026-11-23T05:10:00Z", "2027-02-28T23:59:59Z"])(
    "is the same whenever it is generated at %s, with nothing in the future",
    (time) => {
      const now = new Date(time)
      const rows = demoRows(now)
      expect(demoRows(now)).toEqual(rows)
      const times = rows.flatMap(({ deployedAt, completedAt, rolledBackAt }) => [
        deployedAt,
        completedAt,
        rolledBackAt,
      ])
      expect(times.every((time) => time === undefined || String(time) <= now.toISOString())).toBe(true)
      const statuses = rows.map(({ status }) => status)
      expect(new Set(statuses)).toEqual(new Set(["DEPLOYED", "FAILED", "ROLLED_BACK", "PENDING"]))
      expect(statuses.filter((status) => status === "PENDING")).toHaveLength(1)
    },
  )

  it("contains rollbacks with reasons, skipped stages, lead times and drift", async () => {
    await ensureDemoData()
    const rolledBack = await db.deployment.findMany({ where: { status: "ROLLED_BACK" } })
    expect(
      rolledBack.every(
        ({ rollbackReason, rolledBackAt }) => rollbackReason !== null && rolledBackAt !== null,
      ),
    ).toBe(true)
    expect(await db.deployment.count({ where: { isRollback: true } })).toBeGreaterThan(0)
    const [{ skipped, drifted }] = await db.$queryRaw<[{ skipped: bigint; drifted: bigint }]>`
      SELECT (SELECT count(*) FROM deployment p JOIN environment e ON e.id = p.environment_id AND e.name = 'prod'
          WHERE p.is_first_arrival AND NOT EXISTS (
            SELECT 1 FROM deployment s JOIN environment f ON f.id = s.environment_id AND f.name = 'staging'
            WHERE s.application = p.application AND s.image_tag = p.image_tag)) AS skipped,
        (SELECT count(*) FROM (
          SELECT application FROM (
            SELECT DISTINCT ON (application, environment_id) application, image_tag FROM deployment
            WHERE status = 'DEPLOYED' ORDER BY application, environment_id, deployed_at DESC, seq DESC) current
          GROUP BY application HAVING count(DISTINCT image_tag) > 1) apart) AS drifted`
    expect(Number(skipped)).toBeGreaterThan(0)
    expect(Number(drifted)).toBeGreaterThan(0)
  })
})

describe("the quarantine of the demo data", () => {
  it("is a tag that runs nowhere, also when the last one that was rolled back still runs in staging", async () => {
    vi.setSystemTime("2026-11-30T09:12:00Z")
    await ensureDemoData()
    expect((await getOverview(demoActor, {})).attention.map(({ kind }) => kind)).not.toContain("quarantined")
  })

  it("is a tag that was rolled back, and is removed with the demo data", async () => {
    await ensureDemoData()
    const [{ imageTag, application } = {}, ...others] = await db.quarantine.findMany()
    expect([application, others]).toEqual(["platform", []])
    expect((await getOverview(demoActor, {})).attention.map(({ kind }) => kind)).not.toContain("quarantined")
    const kept = await db.quarantine.create({
      data: { imageTag: "mine", reason: "It crashes.", createdBy: "demo" },
    })
    await deleteDemoData(demoActor)
    expect(imageTag).toBeTruthy()
    expect(await db.quarantine.findMany()).toEqual([kept])
  })
})

describe("ensureDemoData", () => {
  it("creates the data once: a second start adds nothing, and removed data is not recreated", async () => {
    await ensureDemoData()
    const count = await db.deployment.count()
    expect(count).toBeGreaterThan(500)
    await ensureDemoData()
    expect(await db.deployment.count()).toBe(count)
    await deleteDemoData(demoActor)
    await ensureDemoData()
    expect(await db.deployment.count()).toBe(0)
  })

  it("creates nothing if other records exist or SLIPWAY_DEMO=0 is set", async () => {
    await recordAll({ environment: "dev", imageTag: "v1", deployedAt: "2026-01-01T00:00:00Z" })
    await ensureDemoData()
    expect(await db.deployment.count()).toBe(1)
    await db.deployment.deleteMany()
    vi.stubEnv("SLIPWAY_DEMO", "0")
    await ensureDemoData()
    expect(await db.deployment.count()).toBe(0)
  })
})

describe("removing the demo data", () => {
  it("keeps other records, with their facts recomputed", async () => {
    await ensureDemoData()
    const recorded = { application: "platform", environment: "dev", deployedAt: new Date().toISOString() }
    const [first] = await recordAll({ ...recorded, imageTag: "mine-1" })
    expect(first?.previousImageTag).not.toBeNull()
    await deleteDemoData(demoActor)
    expect(await db.deployment.findMany()).toMatchObject([{ imageTag: "mine-1", previousImageTag: null }])
    expect(await db.lane.findMany()).toMatchObject([{ application: "platform" }])
    expect(await db.imageVersion.findMany()).toMatchObject([{ imageTag: "mine-1" }])
  })

  it("happens on a start with SLIPWAY_DEMO=0", async () => {
    await ensureDemoData()
    vi.stubEnv("SLIPWAY_DEMO", "0")
    await ensureDemoData()
    expect(await db.deployment.count()).toBe(0)
  })
})
