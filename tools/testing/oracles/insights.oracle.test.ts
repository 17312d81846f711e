import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deploymentStatuses } from "@/lib/ledger/deployments/schema"
import { defaultReworkWords } from "@/lib/ledger/insights/definitions"
import { insightsSchema } from "@/lib/ledger/insights/schema"
import type { InsightsRecord } from "./insight-figures.oracle"
import { type InsightsQuestion, insightsModel } from "./insights.oracle"

const hour = (n: number) => new Date(Date.UTC(2026, 1, 2, n))
const environments = [
  { name: "dev", rank: 1, production: false },
  { name: "staging", rank: 2, production: false },
  { name: "prod", rank: 3, production: true },
]
const aWeek: InsightsQuestion = {
  application: "platform",
  environment: "prod",
  from: hour(0),
  to: hour(7 * 24),
  bucket: "day",
  timeZone: "UTC",
  reworkWords: defaultReworkWords,
}

let seq = 0
function record(imageTag: string, at: number, change: Partial<InsightsRecord> = {}): InsightsRecord {
  seq += 1
  return {
    id: `r${seq}`,
    seq,
    application: "platform",
    environment: "prod",
    imageTag,
    status: "DEPLOYED",
    deployedAt: hour(at),
    rolledBackAt: null,
    statusBeforeRollback: null,
    artifactDigest: null,
    gitCommit: null,
    deployedAtGiven: true,
    completedAtGiven: true,
    startReported: false,
    completedAt: null,
    committedAt: null,
    gitBranch: null,
    notes: null,
    ...change,
  }
}

function insights(records: InsightsRecord[], change: Partial<InsightsQuestion> = {}) {
  return insightsModel({ environments, records, removals: [] }, { ...aWeek, ...change }, new Date())
}

const totals = (...args: Parameters<typeof insights>) => insights(...args).totals

describe("insights", () => {
  it("counts reached, failed, rolled back and pending deployments separately", () => {
    const records = [
      record("A", 1),
      record("B", 2, { status: "ROLLED_BACK", rolledBackAt: hour(3) }),
      record("C", 4, { status: "FAILED" }),
      record("D", 5, { status: "PENDING" }),
    ]
    expect(totals(records)).toMatchObject({
      reached: 2,
      failed: 1,
      rolledBack: 1,
      pending: 1,
      rollbackRate: { value: 0.5, numerator: 1, denominator: 2 },
      failureRate: { value: 1 / 3, numerator: 1, denominator: 3 },
    })
  })

  it("returns null for unknown values, never 0", () => {
    const { totals: empty, buckets } = insights([])
    expect(empty).toMatchObject({ reached: 0, perDay: null, deployDaysPerWeek: null })
    expect(empty.rollbackRate.value).toBeNull()
    expect(empty.leadTimeSeconds.p50).toBeNull()
    expect(buckets.length).toBe(7)
    expect(buckets[3]).toMatchObject({
      reached: 0,
      changeFailRate: { value: null },
      durationSeconds: { p50: null },
    })
  })

  it("attributes a rollback to the change it undid, and does not count the rollback as a change", () => {
    const records = [record("A", 1), record("B", 2), record("C", 3), record("A", 4)]
    expect(totals(records).changeFailRate).toEqual({ value: 1 / 3, numerator: 1, denominator: 3 })
    expect(totals([record("A", 1), record("A", 2)]).changeFailRate.numerator).toBe(0)
  })

  it("counts rollbacks and deployments named hotfix or revert as rework", () => {
    const records = [
      record("A", 1),
      record("B", 2, { gitBranch: "HotFix/login" }),
      record("C", 3, { notes: "Reverts the new header" }),
      record("A", 4),
    ]
    expect(totals(records).reworkRate).toMatchObject({ numerator: 3, denominator: 4 })
    expect(totals(records, { reworkWords: ["login"] }).reworkRate.numerator).toBe(2)
  })

  it("measures durations if both times are known and counts the others as unknown", () => {
    const timed = (at: number, seconds: number) =>
      record("A", at, { completedAt: new Date(hour(at).getTime() + seconds * 1000) })
    expect(totals([timed(1, 60), timed(2, 120), record("B", 3)]).durationSeconds).toEqual({
      n: 2,
      unknown: 1,
      closedLate: 0,
      p50: 90,
      p90: 114,
      p95: 117,
      max: 120,
    })
  })

  it("measures lead time once per tag, from its commit to its first arrival", () => {
    const records = [
      record("A", 10, { committedAt: hour(4) }),
      record("B", 11),
      record("A", 12, { committedAt: hour(4) }),
      record("C", 13, { committedAt: hour(14) }),
    ]
    expect(totals(records).leadTimeSeconds).toEqual({
      n: 1,
      unknown: 1,
      negative: 1,
      p50: 6 * 3600,
      p90: 6 * 3600,
    })
    const earlier = record("A", 2, { environment: "dev", committedAt: hour(1) })
    expect(totals([...records, earlier], { environment: null }).leadTimeSeconds.n).toBe(1)
    expect(totals([...records, earlier], { environment: "dev" }).leadTimeSeconds.p50).toBe(3600)
  })

  it("measures promotion by step, and counts skipped stages and out-of-order arrivals separately", () => {
    const records = [
      record("A", 1, { environment: "dev" }),
      record("A", 2, { environment: "staging" }),
      record("A", 5),
      record("B", 6),
      record("C", 7),
      record("C", 8, { environment: "staging" }),
    ]
    expect(totals(records).promotionTimeSeconds).toEqual([
      {
        kind: "step",
        from: ["staging"],
        to: "prod",
        n: 1,
        skipped: 1,
        outOfOrder: 1,
        p50: 10_800,
        p90: 10_800,
      },
      { kind: "whole", from: ["dev"], to: "prod", n: 1, skipped: 2, outOfOrder: 0, p50: 14_400, p90: 14_400 },
    ])
  })

  it("measures an old promotion from the stages that the application used at that time", () => {
    const records = [
      record("A", 1, { environment: "dev" }),
      record("A", 3),
      record("B", 10, { environment: "staging" }),
      record("B", 12),
      record("C", 20),
    ]
    const [step, wholePath] = totals(records).promotionTimeSeconds
    expect(step).toMatchObject({ from: ["dev", "staging"], n: 2, skipped: 1, outOfOrder: 0, p50: 7200 })
    expect(wholePath).toMatchObject({ from: ["dev"], n: 1, skipped: 2 })
    const lateRecords = [record("A", 1), record("A", 5, { environment: "staging" })]
    expect(totals(lateRecords).promotionTimeSeconds).toMatchObject([{ n: 0, skipped: 0, outOfOrder: 1 }])
  })

  it("does not count a failed deployment to a stage as its use", () => {
    const records = [record("A", 1, { environment: "staging", status: "FAILED" }), record("A", 2)]
    expect(totals(records).promotionTimeSeconds).toEqual([])
  })

  it("measures recovery to the next deployed record and counts open ones separately", () => {
    const records = [
      record("A", 1),
      record("B", 2, { status: "ROLLED_BACK", rolledBackAt: hour(3) }),
      record("C", 5, { status: "FAILED" }),
      record("D", 6),
      record("E", 7, { status: "ROLLED_BACK", rolledBackAt: hour(8) }),
    ]
    expect(totals(records).recoveryTimeSeconds).toEqual({ n: 1, open: 1, p50: 4 * 3600 })
  })

  it("starts averages at the first record", () => {
    const records = [record("A", 5 * 24), record("B", 6 * 24)]
    expect(totals(records)).toMatchObject({ perDay: 1, deployDaysPerWeek: 7 })
    expect(insights(records).previous).toMatchObject({ reached: 0, perDay: null })
  })

  it("scales deploy days by the length of the window", () => {
    const records = [record("A", 0), record("B", 24), record("B", 25), record("C", 24 * 15)]
    expect(totals(records, { to: hour(21 * 24) }).deployDaysPerWeek).toBe(1)
  })

  it("returns the previous window for comparison", () => {
    expect(insights([record("A", -1), record("B", 0)])).toMatchObject({
      totals: { reached: 1 },
      previous: { reached: 1 },
    })
  })

  it("assigns each record to its local weekday and hour", () => {
    const { heatMap } = insights([record("A", 1), record("B", 2, { status: "FAILED" })], {
      timeZone: "America/New_York",
    })
    expect(heatMap[6]?.[20]).toBe(1)
    expect(heatMap.flat().reduce((sum, n) => sum + n)).toBe(1)
  })

  it("is consistent: the buckets add up to the totals, and no rate exceeds 1", () => {
    fc.assert(
      fc.property(anyLedger, fc.constantFrom("day", "week", "month"), (records, bucket) => {
        const result = insights(records, { environment: null, bucket, timeZone: "Europe/Berlin" })
        expect(insightsSchema.safeParse(result).error).toBeUndefined()
        for (const name of ["reached", "failed", "rolledBack"] as const) {
          expect(result.buckets.reduce((sum, one) => sum + one[name], 0)).toBe(result.totals[name])
        }
        for (const name of ["rollbackRate", "failureRate", "changeFailRate", "reworkRate"] as const) {
          expect(result.totals[name].value ?? 0).toBeLessThanOrEqual(1)
        }
        const { n, unknown } = result.totals.durationSeconds
        expect(n + unknown).toBe(result.totals.reached + result.totals.failed)
      }),
      { numRuns: 50 },
    )
  })
})

const anyLedger = fc
  .array(
    fc.record({
      imageTag: fc.constantFrom("A", "B", "C"),
      status: fc.constantFrom(...deploymentStatuses),
      environment: fc.constantFrom("dev", "staging", "prod"),
      at: fc.integer({ min: -100, max: 200 }),
      takes: fc.option(fc.integer({ min: 0, max: 5 })),
    }),
    { maxLength: 20 },
  )
  .map((steps) =>
    steps.map(({ imageTag, at, takes, ...rest }) =>
      record(imageTag, at, { ...rest, completedAt: takes === null ? null : hour(at + takes) }),
    ),
  )
