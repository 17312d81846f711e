import fc from "fast-check"
import { beforeAll, expect, it, vi } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { getDrift } from "@/lib/ledger/drift/get-drift"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { listState } from "@/lib/ledger/state/list-state"
import { listTimeline } from "@/lib/ledger/timeline/list-timeline"
import { anyLedger, ledgerHour, ledgerHours } from "@/tools/testing/any-ledger"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { annulDeployment, restoreDeployment } from "./annul-deployment"
import { withAnnulled } from "./with-annulled"

const actor = systemActor("test")
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

/** The responses of the ledger, without marks of annulled records and without the order of equal items. */
async function readings(includeAnnulled: boolean) {
  const window = { from: ledgerHour(-1), to: ledgerHour(ledgerHours + 1) }
  const query = { ...window, includeAnnulled }
  const timeline = { ...query, lanes: "environment" as const }
  const marks = async (maxItems: number) =>
    (await listTimeline(actor, { ...timeline, maxItems })).map((item) => ({ ...item, annulled: undefined }))
  const results = [
    await getInsights(actor, { ...query, bucket: "week", timeZone: "Europe/Berlin" }),
    await getDrift(actor, { at: ledgerHour(215), includeAnnulled }),
    await listPromotions(actor, { limit: 100, includeAnnulled }),
    await marks(1),
    await marks(500),
    await listState(actor, { includeAnnulled }),
  ]
  return results.map((result) => JSON.stringify(result))
}

it("included annulled records count as if they had never been annulled, and restoring reverts everything", async () => {
  await fc.assert(
    fc.asyncProperty(anyLedger, fc.array(fc.nat(39), { maxLength: 4 }), async (ledger, indexes) => {
      await seedLedger(ledger, ids)
      await packChunks()
      const before = await readings(false)
      const annulled = new Set(indexes.flatMap((index) => ledger.records[index]?.id ?? []))
      for (const id of annulled) await annulDeployment(actor, id, "Recorded by mistake.")
      await packChunks()
      expect(await readings(true)).toEqual(before)
      for (const id of annulled) await restoreDeployment(actor, id)
      expect(await readings(false)).toEqual(before)
    }),
    { numRuns: 12 },
  )
}, 120_000)

it("reads of one caller that include annulled records are serialized, and waiting reads are limited", async () => {
  let started = 0
  const end = Promise.withResolvers<void>()
  const readings = Array.from({ length: 25 }, () =>
    withAnnulled(actor, true, async () => {
      started += 1
      await end.promise
    }),
  )
  const rejection = await Promise.any(readings.map((reading) => reading.catch((error: unknown) => error)))
  expect(rejection).toMatchObject({ kind: "too_many_requests" })
  await vi.waitFor(() => expect(started).toBe(1))
  end.resolve()
  const outcomes = await Promise.allSettled(readings)
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(started)
  expect(started).toBe(21)
})
