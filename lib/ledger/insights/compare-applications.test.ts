import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { anyLedger, ledgerHour, ledgerHours, testEnvironments } from "@/tools/testing/any-ledger"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { compareApplications } from "./compare-applications"
import { getInsights } from "./get-insights"
import { packChunks } from "./pack-chunks"

const actor = systemActor("test")
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

it("an application compared with others has the same figures as alone, whatever is packed", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLedger,
      fc.boolean(),
      fc.option(fc.constantFrom(...testEnvironments.map(({ name }) => name)), { nil: undefined }),
      fc.integer({ min: 1, max: ledgerHours }),
      async (ledger, isPacked, environment, hours) => {
        await seedLedger(ledger, ids)
        if (isPacked) await packChunks(undefined, 5)
        const window = { from: ledgerHour(ledgerHours - hours), to: ledgerHour(ledgerHours + 1) }
        const query = { ...window, environment, bucket: "day", timeZone: "Europe/Berlin" } as const
        const compared = { ...query, compareFrom: ledgerHour(0), compareTo: ledgerHour(ledgerHours / 2) }
        const { applications } = await compareApplications(actor, compared)
        for (const { application, totals, previous, comparison, trend } of applications) {
          const alone = await getInsights(actor, { ...compared, application })
          expect(comparison).toEqual(alone.comparison?.totals)
          expect({ totals, previous }).toEqual({ totals: alone.totals, previous: alone.previous })
          expect(trend).toEqual(alone.buckets.map(({ reached }) => reached))
        }
        const all = await getInsights(actor, query)
        const sum = applications.reduce((total, { totals }) => total + totals.reached, 0)
        expect(sum).toBe(all.totals.reached)
      },
    ),
    { numRuns: 20 },
  )
}, 60_000)
