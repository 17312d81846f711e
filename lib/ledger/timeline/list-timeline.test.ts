import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { anyLedger, type Ledger, lanesOf, ledgerHour, ledgerHours } from "@/tools/testing/any-ledger"
import { compareInLane, laneFacts, reached } from "@/tools/testing/oracles/lane.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { listTimeline } from "./list-timeline"
import { maxItems, type Timeline, timelineItemSchema, timelineSchema, timelineSliceSchema } from "./schema"

let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const aWindow = fc
  .tuple(fc.integer({ min: 0, max: ledgerHours }), fc.integer({ min: 1, max: ledgerHours }))
  .map(([start, length]) => ({ from: ledgerHour(start), to: ledgerHour(start + length) }))

/** Long enough that slices are whole days or weeks, with one end in the middle of the data. */
const aLongWindow = fc
  .tuple(fc.integer({ min: 0, max: ledgerHours }), fc.constantFrom(-500, -300, 300, 500))
  .map(([hour, days]) => ({
    from: ledgerHour(hour + Math.min(days, 0) * 24),
    to: ledgerHour(hour + Math.max(days, 0) * 24),
  }))

function recordsWithin(ledger: Ledger, { from, to }: { from: Date; to: Date }) {
  return ledger.records.filter(({ deployedAt }) => deployedAt >= from && deployedAt < to)
}

const fetchTimeline = (query: Partial<Parameters<typeof listTimeline>[1]>): Promise<Timeline> =>
  listTimeline(systemActor("test"), { lanes: "environment", maxItems: maxItems, ...query })

describe("listTimeline", () => {
  it("returns every deployment of the window, newest first, and links each rollback to the deployment it replaced", async () => {
    await fc.assert(
      fc.asyncProperty(anyLedger, aWindow, async (ledger, window) => {
        await seedLedger(ledger, ids)
        const actual = (await fetchTimeline(window)).map((item) => timelineItemSchema.parse(item))
        const expected = recordsWithin(ledger, window).sort((a, b) => compareInLane(b, a))
        expect(actual.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
        const lanes = lanesOf(ledger).map(({ records, removals }) => laneFacts(records, removals))
        for (const item of actual) {
          const lane = lanes.find((records) => records.some(({ id }) => id === item.id)) ?? []
          const index = lane.findIndex(({ id }) => id === item.id)
          expect(item.isRollback).toBe(lane[index]?.isRollback)
          expect(item.replaces).toBe(item.isRollback ? lane.slice(0, index).findLast(reached)?.id : undefined)
        }
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it("counts every deployment of a full window once, in a matching slice of its lane", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLedger,
        fc.oneof(aWindow, aLongWindow),
        fc.constantFrom("environment", "application"),
        fc.boolean(),
        async (ledger, window, lanes, isPacked) => {
          await seedLedger(ledger, ids)
          if (isPacked) await packChunks(undefined, 4)
          const expected = recordsWithin(ledger, window)
          fc.pre(expected.length > 1)
          const rollbacks = new Set(
            lanesOf(ledger)
              .flatMap(({ records, removals }) => laneFacts(records, removals))
              .flatMap(({ id, isRollback }) => (isRollback ? [id] : [])),
          )
          const actual = timelineSchema.parse(await fetchTimeline({ ...window, lanes, maxItems: 1 }))
          for (const slice of actual.map((one) => timelineSliceSchema.parse(one))) {
            const inside = expected.filter(
              (record) =>
                record.deployedAt >= new Date(slice.start) &&
                record.deployedAt < new Date(slice.end) &&
                record[lanes] === slice[lanes],
            )
            const total = Object.values(slice.counts).reduce((sum, n) => sum + n)
            expect(total).toBeGreaterThan(0)
            expect(total).toBe(inside.length)
            for (const status of deploymentStatuses)
              expect(slice.counts[status]).toBe(inside.filter((record) => record.status === status).length)
            expect(slice.rollbacks).toBe(inside.filter(({ id }) => rollbacks.has(id)).length)
            expected.splice(0, expected.length, ...expected.filter((record) => !inside.includes(record)))
          }
          expect(expected).toEqual([])
        },
      ),
      { numRuns: 30 },
    )
  }, 60_000)
})
