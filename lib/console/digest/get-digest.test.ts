import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { weekAfter, weekOf } from "@/lib/ledger/insights/iso-week"
import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { prismaClient } from "@/lib/platform/db/client"
import { anyLedger, ledgerHour, ledgerHours, testEnvironments } from "@/tools/testing/any-ledger"
import { recordAll } from "@/tools/testing/record-all"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { getDigest } from "./get-digest"

const actor = systemActor("test")
const weekAt = (hour: number) => weekOf(ledgerHour(hour).toISOString().slice(0, 10))

describe("getDigest for any ledger", () => {
  let ids: Map<string, string>
  beforeAll(async () => {
    ids = await seedEnvironments()
  })

  it("has the same figures as the insights of each environment for that week and the previous one", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLedger,
        fc.boolean(),
        fc.integer({ min: 0, max: ledgerHours }).map(weekAt),
        fc.constantFrom("UTC", "Europe/Berlin", "America/New_York"),
        async (ledger, isPacked, week, timeZone) => {
          await seedLedger(ledger, ids)
          if (isPacked) await packChunks(undefined, 5)
          const digest = await getDigest(actor, week, { timeZone })
          const before = await getDigest(actor, weekAfter(week, -1), { timeZone })
          for (const { name } of testEnvironments) {
            const environmentDigest = digest.environments.find(({ environment }) => environment === name)
            for (const [figures, { from, to }] of [
              [environmentDigest?.figures, digest],
              [environmentDigest?.previous, before],
            ] as const) {
              const window = { from: new Date(from), to: new Date(to), environment: name, timeZone }
              const { totals } = await getInsights(actor, { ...window, bucket: "week" })
              if (figures === undefined) expect(totals.reached + totals.failed).toBe(0)
              else expect(totals).toMatchObject(figures)
            }
          }
        },
      ),
      { numRuns: 15 },
    )
  }, 60_000)
})

describe("getDigest", () => {
  const february = (day: number, time = "10:00:00") => `2026-02-${String(day).padStart(2, "0")}T${time}Z`
  beforeAll(async () => {
    await prismaClient().deployment.deleteMany()
    await recordAll(
      { application: "old", environment: "prod", imageTag: "v1", deployedAt: february(3) },
      {
        application: "old",
        environment: "prod",
        imageTag: "v2",
        deployedAt: february(10),
        completedAt: february(10, "10:30:00"),
      },
      {
        application: "old",
        environment: "prod",
        imageTag: "v1",
        deployedAt: february(11),
        completedAt: february(11, "10:01:00"),
        initiatedBy: "Ada",
        notes: "too slow",
      },
      { application: "new", environment: "dev", imageTag: "v9", deployedAt: february(12), status: "FAILED" },
      { application: "later", environment: "dev", imageTag: "v1", deployedAt: february(16) },
    )
  })

  it("lists rollbacks with actor and reason, failures, the slowest deployments and new applications", async () => {
    const digest = await getDigest(actor, "2026-W07", { timeZone: "UTC" })
    expect(digest).toMatchObject({
      from: february(9, "00:00:00"),
      to: february(16, "00:00:00"),
      partial: false,
    })
    expect(digest.environments).toMatchObject([
      { environment: "dev", figures: { reached: 0, failed: 1 }, previous: { reached: 0, failed: 0 } },
      { environment: "prod", figures: { reached: 2, failed: 0 }, previous: { reached: 1 } },
    ])
    expect(digest.rollbacks).toMatchObject([
      { by: "Ada", why: "too slow", deployment: { imageTag: "v1", previousImageTag: "v2" } },
    ])
    expect(digest.failures).toMatchObject([{ deployment: { application: "new", imageTag: "v9" } }])
    expect(digest.slowest.map(({ imageTag, seconds }) => [imageTag, seconds])).toEqual([
      ["v2", 1800],
      ["v1", 60],
    ])
    expect(digest.newApplications).toEqual([{ application: "new", firstRecordAt: february(12) }])
  })

  it("uses the week of the given time zone", async () => {
    const { from } = await getDigest(actor, "2026-W07", { timeZone: "Asia/Tokyo" })
    expect(from).toBe(february(8, "15:00:00"))
  })

  it("returns a 404 for an invalid week", async () => {
    await expect(getDigest(actor, "2025-W53", { timeZone: "UTC" })).rejects.toMatchObject({
      kind: "not_found",
    })
  })
})
