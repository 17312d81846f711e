import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { anyLedger, ledgerHour, ledgerHours, ledgerOf, testEnvironments } from "@/tools/testing/any-ledger"
import { insightsModel } from "@/tools/testing/oracles/insights.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { defaultReworkWords } from "./definitions"
import { getInsights } from "./get-insights"

let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const aQuestion = fc.record({
  application: fc.option(fc.constantFrom("platform", "search", "nothing")),
  environment: fc.option(fc.constantFrom(...testEnvironments.map(({ name }) => name))),
  begin: fc.integer({ min: -24, max: ledgerHours }),
  hours: fc.integer({ min: 1, max: ledgerHours }),
  bucket: fc.constantFrom("day", "week", "month"),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
  reworkWords: fc.constantFrom(defaultReworkWords, ["50%"], ["_OFF", "planned"]),
})

/** One application in whose environments the same tags arrive within an hour or two. */
const crowded = ledgerOf({ application: fc.constant("platform"), at: fc.integer({ min: 206, max: 208 }) })

/** Floating-point percentiles from the SQL and the model may differ in the last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one) =>
    typeof one === "number" ? Number(one.toPrecision(10)) : one,
  )
}

it("getInsights matches the model for any ledger and any query", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anyLedger, crowded),
      fc.array(aQuestion, { minLength: 4, maxLength: 6 }),
      async (ledger, questions) => {
        await seedLedger(ledger, ids)
        for (const { begin, hours, application, environment, ...rest } of questions) {
          const window = { from: ledgerHour(begin), to: ledgerHour(begin + hours), ...rest }
          const actual = await getInsights(systemActor("test"), {
            ...window,
            application: application ?? undefined,
            environment: environment ?? undefined,
          })
          const model = insightsModel(
            { ...ledger, environments: testEnvironments },
            { ...window, application, environment },
            new Date(),
          )
          expect(rounded(actual)).toEqual(rounded(model))
        }
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)
