import fc from "fast-check"
import { v7 as uuidv7 } from "uuid"
import { beforeEach, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { type LaneRecord, type LaneRemoval, laneFacts } from "@/tools/testing/oracles/lane.oracle"
import { recomputeLanes } from "./recompute-lane-facts"
import { deploymentStatuses } from "./schema"

const db = prismaClient()
let environmentId: string
let lane = 0

beforeEach(async () => {
  environmentId = (await db.environment.findUniqueOrThrow({ where: { name: "prod" } })).id
})

const instant = fc.integer({ min: 0, max: 8 }).map((hour) => new Date(Date.UTC(2026, 0, 1, hour)))
const anyRecord = fc.record({
  imageTag: fc.constantFrom("a", "b", "c"),
  status: fc.constantFrom(...deploymentStatuses),
  deployedAt: instant,
})
const history = fc.record({
  records: fc.array(anyRecord, { maxLength: 12 }),
  removals: fc.uniqueArray(instant, { maxLength: 2, selector: (date) => date.getTime() }),
})

async function store(
  application: string,
  records: (typeof anyRecord extends fc.Arbitrary<infer T> ? T : never)[],
) {
  const stored: LaneRecord[] = []
  for (const record of records) {
    const source = { source: "test", initiatedBy: "test", recordedBy: "test" }
    stored.push(
      await db.deployment.create({
        data: { id: uuidv7(), application, environmentId, ...record, ...source, rolledBackAt: null },
      }),
    )
  }
  return stored.map((record) => ({ ...record, seq: Number(record.seq) }))
}

it("recomputeLanes matches the model for any lane history, recorded in any order", async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ records, removals }) => {
      const application = `lane-${lane++}`
      const removed: LaneRemoval[] = removals.map((removedAt) => ({ removedAt }))
      for (const removal of removed) {
        const origin = { source: "test", recordedBy: "test" }
        await db.removal.create({ data: { id: uuidv7(), application, environmentId, ...removal, ...origin } })
      }
      const stored = await store(application, records)
      await recomputeLanes([{ application, environmentId }])
      const facts = await db.deployment.findMany({
        where: { application },
        select: {
          id: true,
          previousImageTag: true,
          isRollback: true,
          isFirstArrival: true,
          undoneByRollback: true,
        },
      })
      const expected = laneFacts(stored, removed).map(
        ({ id, previousImageTag, isRollback, isFirstArrival, undoneByRollback }) => ({
          id,
          previousImageTag,
          isRollback,
          isFirstArrival,
          undoneByRollback,
        }),
      )
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
      expect(facts.sort(byId)).toEqual(expected.sort(byId))
    }),
    { numRuns: 60 },
  )
}, 60_000)
