import fc from "fast-check"
import { type DeploymentStatus, deploymentStatuses } from "@/lib/ledger/deployments/schema"
import type { InsightsRecord } from "@/tools/testing/oracles/insight-figures.oracle"
import type { LaneHistory } from "@/tools/testing/oracles/lane.oracle"

/** A promotion order with two environments in one stage; the test database has only the default three. */
export const testEnvironments = [
  { name: "dev", rank: 10, production: false },
  { name: "staging", rank: 20, production: false },
  { name: "staging-eu", rank: 20, production: false },
  { name: "prod", rank: 30, production: true },
]

export type LedgerRemoval = { application: string; environment: string; removedAt: Date }
export type Ledger = { records: InsightsRecord[]; removals: LedgerRemoval[] }

const applications = ["platform", "search"]
const hour = 3_600_000

/** The times of a random ledger are whole hours from here on, so that many coincide. */
export const ledgerBegin = new Date("2026-03-20T00:00:00Z")
export const ledgerHours = 24 * 14

export function ledgerHour(n: number): Date {
  return new Date(ledgerBegin.getTime() + n * hour)
}

const anyLane = fc.constantFrom(...testEnvironments.map(({ name }) => name))
const anyHour = fc.integer({ min: 0, max: ledgerHours })

const aRecord = {
  application: fc.constantFrom(...applications),
  environment: anyLane,
  // Mostly within the day of Berlin's clock change, so that adjacent and equal times are common.
  at: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 206, max: 226 }) }, anyHour),
  imageTag: fc.constantFrom("v1.0.0", "v1.1.0", "v2.0.0", "v2.0.0-rc.1", "latest"),
  status: fc.constantFrom<DeploymentStatus>(...deploymentStatuses, "DEPLOYED", "DEPLOYED", "DEPLOYED"),
  takes: fc.option(
    fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 4 * 3600 }) }, fc.constant(90_000)),
  ),
  lastedHours: fc.integer({ min: 0, max: 12 }),
  committedBefore: fc.option(fc.integer({ min: -2, max: 40 })),
  gitBranch: fc.option(fc.constantFrom("main", "hotfix/50%_off", "Revert-it")),
  notes: fc.option(fc.constantFrom("as planned", "a HOTFIX")),
  gitCommit: fc.option(fc.constantFrom("abc1234", "abc1234def", "fff1234")),
  artifactDigest: fc.option(fc.constantFrom(`sha256:${"a".repeat(64)}`, `sha256:${"b".repeat(64)}`)),
  failedBefore: fc.boolean(),
  deployedAtGiven: fc.boolean(),
  completedAtGiven: fc.boolean(),
  startReported: fc.boolean(),
}

// At the times of records, too: the order of a removal and a record at the same instant matters.
const someRemovals = fc.uniqueArray(
  fc.record({ application: aRecord.application, environment: anyLane, at: aRecord.at }),
  { maxLength: 4, selector: ({ application, environment, at }) => `${application} ${environment} ${at}` },
)

/** A small ledger with many special cases: returns, removals, rollbacks, records out of order. */
export const anyLedger: fc.Arbitrary<Ledger> = ledgerOf({})

/** Such a ledger, narrowed so that the tested case occurs often. */
export function ledgerOf(narrowed: Partial<typeof aRecord>): fc.Arbitrary<Ledger> {
  const records = fc.array(fc.record({ ...aRecord, ...narrowed }), { maxLength: 40, size: "max" })
  return fc.tuple(records, someRemovals).map(([inputs, removals]) => ({
    records: inputs.map(
      ({ at, takes, lastedHours, committedBefore, failedBefore, ...rest }, index): InsightsRecord => {
        const deployedAt = ledgerHour(at)
        const pending = rest.status === "PENDING"
        const rolledBack = rest.status === "ROLLED_BACK"
        return {
          ...rest,
          id: `00000000-0000-7000-8000-${String(index + 1).padStart(12, "0")}`,
          seq: index + 1,
          deployedAt,
          completedAt: takes === null || pending ? null : new Date(deployedAt.getTime() + takes * 1000),
          committedAt: committedBefore === null ? null : ledgerHour(at - committedBefore),
          rolledBackAt: rolledBack ? ledgerHour(at + lastedHours) : null,
          statusBeforeRollback: rolledBack && failedBefore ? "FAILED" : null,
        }
      },
    ),
    removals: removals.map(({ at, ...lane }) => ({ ...lane, removedAt: ledgerHour(at) })),
  }))
}

/** The lanes of a ledger, in the format of the models. */
export function lanesOf({ records, removals }: Ledger): LaneHistory<InsightsRecord>[] {
  return applications.flatMap((application) =>
    testEnvironments.flatMap(({ name: environment }) => {
      const laneKey = (lane: { application: string; environment: string }) =>
        lane.application === application && lane.environment === environment
      const lane = {
        application,
        environment,
        records: records.filter(laneKey),
        removals: removals.filter(laneKey),
      }
      return lane.records.length + lane.removals.length === 0 ? [] : [lane]
    }),
  )
}
