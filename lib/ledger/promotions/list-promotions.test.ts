import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { anyLedger, lanesOf, ledgerHour, ledgerHours, testEnvironments } from "@/tools/testing/any-ledger"
import { promotionsModel } from "@/tools/testing/oracles/promotions.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { listPromotions } from "./list-promotions"
import type { Promotion } from "./schema"

let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const byTag = (promotions: Promotion[]) =>
  [...promotions].sort((a, b) =>
    `${a.application} ${a.imageTag}` < `${b.application} ${b.imageTag}` ? -1 : 1,
  )

const rankOf = (name: string) =>
  testEnvironments.find((testEnvironment) => testEnvironment.name === name)?.rank ?? 0

async function everyPage(environmentIds: string[] | null, limit: number): Promise<Promotion[]> {
  const actor = { ...systemActor("test"), environmentIds }
  const promotions: Promotion[] = []
  let cursor: string | undefined
  do {
    const page = await listPromotions(actor, { limit, cursor })
    promotions.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return promotions
}

describe("promotions", () => {
  it("listPromotions matches the model for any ledger, page by page", async () => {
    await fc.assert(
      fc.asyncProperty(anyLedger, fc.integer({ min: 1, max: 4 }), async (ledger, limit) => {
        await seedLedger(ledger, ids)
        const actual = await everyPage(null, limit)
        expect(byTag(actual)).toEqual(byTag(promotionsModel(testEnvironments, lanesOf(ledger), new Date())))
        const began = actual.map(({ steps }) => Math.min(...steps.map((step) => Date.parse(step.deployedAt))))
        expect(began).toEqual([...began].sort((a, b) => b - a))
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it("return the waiting times that insights count", async () => {
    await fc.assert(
      fc.asyncProperty(anyLedger, async (ledger) => {
        await seedLedger(ledger, ids)
        const paths = await everyPage(null, 50)
        const window = { from: ledgerHour(-1), to: ledgerHour(ledgerHours + 1) }
        const { totals } = await getInsights(systemActor("test"), {
          ...window,
          bucket: "month",
          timeZone: "UTC",
        })
        const waitingSteps = paths.flatMap(({ steps }) => steps.filter((step) => step.waitedSeconds !== null))
        const countedTimes = totals.promotionTimeSeconds.filter(({ kind, n }) => kind === "step" && n > 0)
        expect(countedTimes.map(({ to, n }) => [to, n])).toEqual(
          [...Map.groupBy(waitingSteps, ({ environment }) => environment)]
            .map(([to, steps]): [string, number] => [to, steps.length])
            .sort(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1)),
        )
      }),
      { numRuns: 30 },
    )
  }, 60_000)

  it("listPromotions limits the promotion order to the environments the caller can see", async () => {
    await fc.assert(
      fc.asyncProperty(anyLedger, fc.subarray(testEnvironments), async (ledger, visible) => {
        await seedLedger(ledger, ids)
        const names = visible.map(({ name }) => name)
        const actual = await everyPage(
          names.map((name) => ids.get(name) ?? ""),
          3,
        )
        const lanes = lanesOf(ledger).filter((lane) => names.includes(lane.environment))
        expect(byTag(actual)).toEqual(byTag(promotionsModel(visible, lanes, new Date())))
      }),
      { numRuns: 30 },
    )
  }, 60_000)
})
