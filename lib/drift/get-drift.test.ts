import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/auth/actor"
import { anyLedger, lanesOf, ledgerHour, ledgerHours, testLadder } from "@/lib/testing/any-ledger"
import { plantLadder, plantLedger } from "@/lib/testing/plant-ledger"
import { driftModel } from "./drift-model"
import { getDrift } from "./get-drift"

let ids: Map<string, string>

beforeAll(async () => {
  ids = await plantLadder()
})

it("drift agrees with the plain rules for any ledger, now and as of any instant", async () => {
  const instant = fc.option(fc.integer({ min: 0, max: ledgerHours + 40 }).map(ledgerHour))
  await fc.assert(
    fc.asyncProperty(
      anyLedger,
      fc.array(instant, { minLength: 3, maxLength: 6 }),
      async (ledger, instants) => {
        await plantLedger(ledger, ids)
        for (const at of instants) {
          const told = await getDrift(systemActor("test"), { at: at ?? undefined })
          expect(told).toEqual(driftModel(testLadder, lanesOf(ledger), at, new Date()))
        }
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)
