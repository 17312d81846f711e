import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { getOverview } from "@/lib/console/overview/get-overview"
import { systemActor } from "@/lib/identity/auth/actor"
import { isFarBehind } from "@/lib/ledger/drift/far-behind"
import { prismaClient } from "@/lib/platform/db/client"
import { dayMs, hourMs } from "@/lib/platform/instant"
import {
  anyLedger,
  type Ledger,
  lanesOf,
  ledgerHour,
  ledgerHours,
  testEnvironments,
} from "@/tools/testing/any-ledger"
import { driftModel } from "@/tools/testing/oracles/drift.oracle"
import { compareInLane, currentAt, currentNow, type LaneHistory } from "@/tools/testing/oracles/lane.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { type LaneCondition, laneConditions, verdictOf } from "./conditions"
import { listLaneStates } from "./list-lane-states"

const actor = systemActor("test")
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
  const by = { reason: "It crashes.", createdBy: "test" }
  await prismaClient().quarantine.createMany({
    data: [
      { ...quarantined.everywhere, ...by },
      { ...quarantined.ofSearch, ...by },
      { imageTag: "v1.0.0", ...by, liftedAt: new Date() },
    ],
  })
})

const quarantined = {
  everywhere: { imageTag: "v2.0.0-rc.1" },
  ofSearch: { imageTag: "v1.1.0", application: "search" },
}

type Model = Record<LaneCondition, string[]>

/** The lanes that meet each condition, by a direct implementation of the rules. */
function modelOf(ledger: Ledger, at: Date | null): Model {
  const now = at ?? new Date()
  const lanes = lanesOf(ledger)
  const drift = driftModel(testEnvironments, lanes, at, now)
  const cells = drift.applications.flatMap(({ application, cells }) =>
    cells.map((cell) => ({ ...cell, name: `${application} ${cell.environment}` })),
  )
  const namesOf = (matches: (lane: LaneHistory) => boolean) =>
    lanes.filter(matches).map(({ application, environment }) => `${application} ${environment}`)
  const since = (ms: number) => new Date(now.getTime() - ms)
  // A removal ends what was before it.
  const recordsInForce = ({ records, removals }: LaneHistory) =>
    records
      .filter(
        ({ deployedAt }) =>
          deployedAt <= now && removals.every(({ removedAt }) => removedAt > now || removedAt <= deployedAt),
      )
      .toSorted(compareInLane)
  const pendingOf = (lane: LaneHistory) =>
    recordsInForce(lane).findLast((one) => one.status === "PENDING" && one.deployedAt >= since(30 * dayMs))
  const currentOf = ({ records, removals }: LaneHistory) =>
    at === null ? currentNow(records, removals, now) : currentAt(records, removals, at)
  return {
    quarantined: namesOf((lane) => {
      const tag = currentOf(lane)?.imageTag
      const { everywhere, ofSearch } = quarantined
      if (tag === everywhere.imageTag) return true
      return tag === ofSearch.imageTag && lane.application === ofSearch.application
    }),
    failed: namesOf((lane) => {
      const newest = recordsInForce(lane).findLast(({ status }) => status !== "PENDING")
      return newest?.status === "FAILED" && newest.deployedAt >= since(14 * dayMs)
    }),
    stuck: namesOf((lane) => (pendingOf(lane)?.deployedAt ?? now) < since(hourMs)),
    deploying: namesOf((lane) => (pendingOf(lane)?.deployedAt ?? since(dayMs)) >= since(hourMs)),
    rolledBack: namesOf((lane) =>
      recordsInForce(lane).some(
        (one, index, all) =>
          one.status === "ROLLED_BACK" &&
          one.deployedAt >= since(37 * dayMs) &&
          one.rolledBackAt !== null &&
          one.rolledBackAt >= since(7 * dayMs) &&
          one.rolledBackAt <= now &&
          all.slice(index + 1).every(({ status }) => status !== "DEPLOYED"),
      ),
    ),
    running: namesOf((lane) => currentOf(lane) !== null),
    behind: cells.flatMap(({ name, behind }) => (behind === null ? [] : [name])),
    farBehind: cells.flatMap(({ name, behind }) => (behind && isFarBehind(behind) ? [name] : [])),
  }
}

async function expectAgreement(ledger: Ledger, at: Date | null) {
  await seedLedger(ledger, ids)
  const model = modelOf(ledger, at)
  const overview = await getOverview(actor, { at: at ?? undefined })
  for (const condition of laneConditions) {
    const { items } = await listLaneStates(actor, { condition, at: at ?? undefined, limit: 500 })
    const names = items.map(({ application, environment }) => `${application} ${environment}`)
    expect([condition, names.toSorted()]).toEqual([condition, model[condition].toSorted()])
    expect(items.every(({ conditions }) => conditions.includes(condition))).toBe(true)
    for (const stage of overview.environments) {
      const lanesOfStage = items.filter(({ environment }) => environment === stage.environment)
      expect([condition, stage.counts[condition]]).toEqual([condition, lanesOfStage.length])
    }
    const attention = overview.attention.find(({ kind }) => kind === condition)
    if (attention) expect(attention.total).toBe(items.length)
  }
}

describe("listLaneStates", () => {
  it("matches the model and the counts of the overview for any ledger, now and as of any instant", async () => {
    const instants = fc.option(fc.integer({ min: 0, max: ledgerHours + 40 }).map(ledgerHour))
    await fc.assert(fc.asyncProperty(anyLedger, instants, expectAgreement), { numRuns: 25 })
  }, 60_000)

  it("pages by application, then production first, and searches names and tags", async () => {
    const record = { status: "DEPLOYED" as const, rolledBackAt: null, statusBeforeRollback: null }
    await fc.assert(
      fc.asyncProperty(anyLedger, async (ledger) => {
        await seedLedger({ ...ledger, records: ledger.records.map((one) => ({ ...one, ...record })) }, ids)
        const query = { condition: "running" as const }
        const everyLane = (await listLaneStates(actor, { ...query, limit: 500 })).items
        const paged = []
        let cursor: string | undefined
        do {
          const page = await listLaneStates(actor, { ...query, limit: 1, cursor })
          paged.push(...page.items)
          cursor = page.nextCursor ?? undefined
        } while (cursor !== undefined)
        expect(paged).toEqual(everyLane)
        for (const [index, one] of everyLane.entries()) {
          const next = everyLane[index + 1]
          if (next?.application === one.application) expect(next.environment).not.toBe("prod")
        }
        const matching = await listLaneStates(actor, { ...query, q: "SEAR", limit: 500 })
        expect(matching.items).toEqual(everyLane.filter(({ application }) => application === "search"))
        const tagged = await listLaneStates(actor, { ...query, q: "v2.0.0-RC", limit: 500 })
        expect(tagged.items).toEqual(everyLane.filter(({ current }) => current?.imageTag === "v2.0.0-rc.1"))
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})

describe("verdictOf", () => {
  const noConditions = Object.fromEntries(
    laneConditions.map((laneCondition) => [laneCondition, 0]),
  ) as Record<LaneCondition, number>

  it("is the most severe condition that any lane meets", () => {
    expect(verdictOf({ ...noConditions, running: 40, behind: 12, failed: 1 })).toBe("failed")
    expect(verdictOf({ ...noConditions, running: 40, behind: 12, farBehind: 2, deploying: 1 })).toBe(
      "deploying",
    )
    expect(verdictOf({ ...noConditions, running: 40 })).toBe("running")
    expect(verdictOf(noConditions)).toBeNull()
  })
})
