import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import {
  anyLedger,
  type Ledger,
  lanesOf,
  ledgerHour,
  ledgerHours,
  ledgerOf,
  testEnvironments,
} from "@/tools/testing/any-ledger"
import { driftModel } from "@/tools/testing/oracles/drift.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { getDrift } from "./get-drift"

let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const anInstant = fc.option(fc.integer({ min: 0, max: ledgerHours + 40 }).map(ledgerHour))

async function expectAgreement(ledger: Ledger, instants: (Date | null)[]) {
  await seedLedger(ledger, ids)
  for (const at of instants) {
    const actual = await getDrift(systemActor("test"), { at: at ?? undefined })
    expect(actual).toEqual(driftModel(testEnvironments, lanesOf(ledger), at, new Date()))
  }
}

it("getDrift matches the model for any ledger, now and as of any instant", async () => {
  const instants = fc.array(anInstant, { minLength: 3, maxLength: 6 })
  await fc.assert(fc.asyncProperty(anyLedger, instants, expectAgreement), { numRuns: 20 })
}, 60_000)

it("getDrift matches the model with many rollbacks", async () => {
  const restless = ledgerOf({
    application: fc.constant("platform"),
    environment: fc.constantFrom("dev", "dev", "dev", "prod"),
    imageTag: fc.constantFrom("v1.0.0", "v1.1.0", "latest"),
    status: fc.constantFrom("DEPLOYED", "ROLLED_BACK", "ROLLED_BACK"),
    at: fc.integer({ min: 0, max: 16 }),
    lastedHours: fc.integer({ min: 0, max: 4 }),
  })
  const instants = fc.array(fc.option(fc.integer({ min: 2, max: 20 }).map(ledgerHour)), { minLength: 8 })
  await fc.assert(fc.asyncProperty(restless, instants, expectAgreement), { numRuns: 30 })
}, 60_000)
