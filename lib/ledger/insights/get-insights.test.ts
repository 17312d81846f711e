import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import {
  anyLedger,
  type Ledger,
  ledgerHour,
  ledgerHours,
  ledgerOf,
  testEnvironments,
} from "@/tools/testing/any-ledger"
import { insightsModel } from "@/tools/testing/oracles/insights.oracle"
import { addToLedger, seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { defaultReworkWords } from "./definitions"
import { getInsights } from "./get-insights"
import { packChunks } from "./pack-chunks"

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

/** Facts are packed with the default words. */
const aUsualQuestion = aQuestion.map((question) => ({ ...question, reworkWords: defaultReworkWords }))

const wholeLedger: AnyQuestion = {
  application: null,
  environment: null,
  begin: -1,
  hours: ledgerHours + 2,
  bucket: "day",
  timeZone: "UTC",
  reworkWords: defaultReworkWords,
}

/** One application in whose environments the same tags arrive within an hour or two. */
const crowded = ledgerOf({ application: fc.constant("platform"), at: fc.integer({ min: 206, max: 208 }) })

/** Floating-point percentiles from the SQL and the model may differ in the last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one) =>
    typeof one === "number" ? Number(one.toPrecision(10)) : one,
  )
}

type AnyQuestion = typeof aQuestion extends fc.Arbitrary<infer Value> ? Value : never
const someQuestions = fc.array(aQuestion, { minLength: 4, maxLength: 6 })

async function expectModel(ledger: Ledger, questions: readonly AnyQuestion[]): Promise<void> {
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
}

it("getInsights matches the model for any ledger and any query", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyLedger, crowded), someQuestions, async (ledger, questions) => {
      await seedLedger(ledger, ids)
      await expectModel(ledger, questions)
    }),
    { numRuns: 25 },
  )
}, 60_000)

/** What one to three records of a ledger were like before: still to come, or different. */
const past = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 39 }).map(String),
      fc.constantFrom("missing", "pending", "other tag", "another time", "twice"),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((changes): Record<string, string> => Object.fromEntries(changes))

const asItWas = (ledger: Ledger, changes: Record<string, string>): Ledger => ({
  removals: ledger.removals.filter((_, index) => changes[index] !== "missing"),
  records: ledger.records.flatMap((record, index) => {
    const change = changes[index]
    if (change === "missing") return []
    if (change === "pending")
      return [
        { ...record, status: "PENDING", completedAt: null, rolledBackAt: null, statusBeforeRollback: null },
      ]
    if (change === "other tag") return [{ ...record, imageTag: "v0.9.0" }]
    if (change === "twice")
      return [record, { ...record, id: record.id.replace("7000", "7fff"), seq: Number(record.seq) + 1000 }]
    if (change === "another time") return [{ ...record, deployedAt: ledgerHour(100), completedAt: null }]
    return [record]
  }),
})

it("figures match the model whatever is packed when records arrive late, disappear or change", async () => {
  const chunkRecords = fc.constantFrom(2, 5, 1024)
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anyLedger, crowded),
      past,
      fc.boolean(),
      chunkRecords,
      aUsualQuestion,
      async (ledger, changes, repack, records, question) => {
        await seedLedger(asItWas(ledger, changes), ids)
        await packChunks(undefined, records)
        expect(await prismaClient().laneChunk.count({ where: { facts: null } })).toBe(0)
        await prismaClient().deployment.deleteMany({ where: { seq: { gt: 1000 } } })
        const changed = ledger.records.filter((_, index) => changes[index] !== undefined)
        await addToLedger({ ...ledger, records: changed }, ids)
        if (repack) await packChunks(undefined, records)
        await expectModel(ledger, [wholeLedger, question])
      },
    ),
    { numRuns: 40 },
  )
}, 120_000)

const other = fc.record(
  {
    compareBefore: fc.constantFrom("month", "quarter", "year"),
    compareApplication: fc.constantFrom("*", "platform", "search"),
    compareEnvironment: fc.constantFrom("*", ...testEnvironments.map(({ name }) => name)),
  },
  { requiredKeys: [] },
)
const wholePeriod = fc.record({ compareRange: fc.constantFrom("last-month", "last-quarter", "last-year") })
const otherWindow = fc
  .record({
    begin: fc.integer({ min: -24, max: ledgerHours }),
    hours: fc.integer({ min: 1, max: ledgerHours }),
  })
  .map(({ begin, hours }) => ({ compareFrom: ledgerHour(begin), compareTo: ledgerHour(begin + hours) }))

it("getInsights compares with another window, application or environment as insights of it alone", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLedger,
      aQuestion,
      fc.oneof(other, otherWindow, wholePeriod),
      async (ledger, question, compare) => {
        await seedLedger(ledger, ids)
        const { begin, hours, application, environment, ...rest } = question
        const query = {
          ...rest,
          from: ledgerHour(begin),
          to: ledgerHour(begin + hours),
          application: application ?? undefined,
          environment: environment ?? undefined,
        }
        const actor = systemActor("test")
        const compared = await getInsights(actor, { ...query, ...compare }).catch((error: Error) => {
          fc.pre(!error.message.includes("do not exist"))
          throw error
        })
        const { comparison } = compared
        const plain = await getInsights(actor, query)
        expect({ ...compared, comparison: null }).toEqual(plain)
        if (comparison === null) {
          expect(compare).toEqual({})
          return
        }
        const alone = await getInsights(actor, {
          ...query,
          from: new Date(comparison.from),
          to: new Date(comparison.to),
          application: comparison.application ?? undefined,
          environment: comparison.environment ?? undefined,
        })
        const { from, to, totals, buckets } = alone
        expect(comparison).toEqual({
          application: alone.application,
          environment: alone.environment,
          from,
          to,
          totals,
          buckets,
        })
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)
