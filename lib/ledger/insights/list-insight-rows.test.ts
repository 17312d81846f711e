import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { anyLedger, ledgerHour, ledgerHours, testEnvironments } from "@/tools/testing/any-ledger"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { getInsights } from "./get-insights"
import { listInsightRows } from "./list-insight-rows"
import type { Metric } from "./metric-names"
import { insightRowsQuerySchema } from "./query-schema"
import type { InsightRow, Insights, Rate } from "./schema"

let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const actor = systemActor("test")

async function everyRow(requested: Record<string, unknown>): Promise<InsightRow[]> {
  const rows: InsightRow[] = []
  let cursor: string | undefined
  do {
    const page = await listInsightRows(
      actor,
      insightRowsQuerySchema.parse({ ...requested, limit: 7, cursor }),
    )
    rows.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return rows
}

type Expected = { counted: number; excluded?: number; population?: number }

const ofRate = ({ numerator, denominator }: Rate) => ({ counted: numerator, population: denominator })

/** The number of rows each metric must return: counted, excluded, and the population of a rate. */
function expected({ totals }: Insights): Partial<Record<Metric, Expected>> {
  const [promotion] = totals.promotionTimeSeconds.filter(({ kind }) => kind === "step")
  const { reached, failed, pending, rolledBack, durationSeconds, leadTimeSeconds, recoveryTimeSeconds } =
    totals
  return {
    reached: { counted: reached, excluded: failed + pending },
    failed: { counted: failed, excluded: 0 },
    rolledBack: { counted: rolledBack },
    pending: { counted: pending },
    rollbackRate: ofRate(totals.rollbackRate),
    failureRate: { ...ofRate(totals.failureRate), excluded: pending },
    changeFailRate: ofRate(totals.changeFailRate),
    reworkRate: ofRate(totals.reworkRate),
    durationSeconds: {
      counted: durationSeconds.n,
      excluded: durationSeconds.unknown + durationSeconds.closedLate,
    },
    leadTimeSeconds: {
      counted: leadTimeSeconds.n,
      excluded: leadTimeSeconds.unknown + leadTimeSeconds.negative,
    },
    promotionTimeSeconds: {
      counted: promotion?.n ?? 0,
      excluded: (promotion?.skipped ?? 0) + (promotion?.outOfOrder ?? 0),
    },
    recoveryTimeSeconds: { counted: recoveryTimeSeconds.n, excluded: recoveryTimeSeconds.open },
  }
}

it("every metric returns exactly the rows it counted, and the excluded ones with a reason", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLedger,
      fc.constantFrom(...testEnvironments.map(({ name }) => name)),
      fc.integer({ min: 0, max: ledgerHours }),
      async (ledger, environment, startHour) => {
        await seedLedger(ledger, ids)
        const window = { environment, application: "platform", timeZone: "Europe/Berlin" }
        const from = ledgerHour(startHour)
        const to = ledgerHour(ledgerHours + 1)
        const insights = await getInsights(actor, { ...window, from, to, bucket: "week" })
        const requested = { ...window, from: from.toISOString(), to: to.toISOString() }
        for (const [metric, { counted, excluded, population }] of Object.entries(expected(insights))) {
          const rows = await everyRow({ ...requested, metric })
          expect([metric, rows.length]).toEqual([metric, counted])
          expect(rows.every(({ reason }) => reason === null)).toBe(true)
          if (population !== undefined) {
            const based = await everyRow({ ...requested, metric, part: "population" })
            expect([metric, based.length]).toEqual([metric, population])
          }
          if (excluded === undefined) continue
          const left = await everyRow({ ...requested, metric, part: "excluded" })
          expect([metric, left.length]).toEqual([metric, excluded])
          expect(left.every(({ reason }) => reason !== null)).toBe(true)
        }
        // Where the stage below production is also the lowest, only the step is listed.
        const [step, whole = environment === "prod" ? step : undefined] = insights.totals.promotionTimeSeconds
        const promoted = await everyRow({ ...requested, metric: "promotionTimeSeconds", kind: "whole" })
        expect(promoted.length).toBe(whole?.n ?? 0)
        for (const { start, reached } of insights.buckets) {
          const rows = await everyRow({ ...requested, metric: "reached", bucket: start, period: "week" })
          expect(rows.length).toBe(reached)
        }
      },
    ),
    // Shrinking a counterexample would take longer than the test may.
    { numRuns: 15, endOnFailure: true },
  )
}, 60_000)
