import type { Actor } from "@/lib/identity/auth/actor"
import {
  behindOf,
  type Comparison,
  type CurrentCell,
  comparisonsOf,
  type Newer,
} from "@/lib/ledger/drift/compare-cells"
import { readNewerBelow } from "@/lib/ledger/drift/get-drift"
import type { Behind } from "@/lib/ledger/drift/schema"
import { stagesOf } from "@/lib/ledger/environments/ladder"
import { type EnvironmentRef, readEnvironments } from "@/lib/ledger/environments/read-environments"
import { readRunning } from "@/lib/ledger/state/read-running"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { readOpenRecords } from "./read-open-records"
import type { Attention, AttentionItem, Overview, OverviewQuery, OverviewRecord, Rung } from "./schema"

const maxItems = 5

/** What runs where, what is pending and what needs attention, for one application or all. */
export async function getOverview(actor: Actor, query: OverviewQuery): Promise<Overview> {
  const application = query.application ?? null
  const at = query.at ?? null
  const environments = await readEnvironments(actor, at)
  const [running, open] = await Promise.all([
    readRunning(environments, at, application === null ? null : [application]),
    readOpenRecords(environments, application, at),
  ])
  const behind = await readBehind(running, at ?? new Date())
  const newest = [...Map.groupBy(running, (cell) => cell.environment).values()].flatMap(
    (cells) => cells.sort(newestFirst)[0] ?? [],
  )
  const drifted = driftedOf(behind)
  const who = await readWhoRecords([...newest, ...drifted.slice(0, maxItems).map(({ cell }) => cell)])
  const kinds: Attention[] = [
    { kind: "failed", total: open.failed.length, items: open.failed },
    { kind: "stuck", total: open.stuck.length, items: open.stuck },
    { kind: "rolledBack", total: open.rolledBack.length, items: open.rolledBack },
    {
      kind: "drifted",
      total: drifted.length,
      items: drifted.slice(0, maxItems).map((one) => ({
        ...who(one.cell),
        environment: one.cell.environment,
        since: one.since,
        drift: one.drift,
      })),
    },
  ]
  return {
    application,
    environments: rungsOf({
      ladder: environments,
      carried: open.carried,
      running,
      newest,
      behind,
      pending: open.pending,
      who,
    }),
    attention: kinds
      .filter(({ total }) => total > 0)
      .map((one) => ({ ...one, items: one.items.slice(0, maxItems) })),
  }

  async function readBehind(cells: readonly CurrentCell[], now: Date): Promise<BehindCell[]> {
    const comparisons: Comparison[] = comparisonsOf(stagesOf(environments), cells)
    const newer = await readNewerBelow(environments, comparisons, at)
    return comparisons.map((comparison, index) => behindCellOf(comparison, newer[index] ?? null, now))
  }
}

function newestFirst(a: CurrentCell, b: CurrentCell): number {
  return b.deployedAt.getTime() - a.deployedAt.getTime() || b.seq - a.seq
}

interface Parts {
  ladder: readonly EnvironmentRef[]
  /** Names of the environments that ever ran the selected applications. */
  carried: ReadonlySet<string>
  running: readonly CurrentCell[]
  /** The newest current deployment of each environment. */
  newest: readonly CurrentCell[]
  behind: readonly BehindCell[]
  /** PENDING records, newest first. */
  pending: readonly AttentionItem[]
  who: WhoOf
}

/** One card per environment, in rank order. */
function rungsOf({ ladder, carried, running, newest, behind, pending, who }: Parts): Rung[] {
  const behindById = new Map(behind.map((one) => [one.cell.deploymentId, one.drift]))
  return ladder
    .filter(({ name }) => carried.has(name))
    .map(({ name, rank, production }) => {
      const here = running.filter((cell) => cell.environment === name)
      const current = newest.find((cell) => cell.environment === name)
      const waiting = pending.filter((one) => one.environment === name)
      const next = waiting.find((one) => isNewer(one, current))
      return {
        environment: name,
        rank,
        production,
        applications: here.length,
        behind: here.filter((cell) => behindById.has(cell.deploymentId)).length,
        current: current ? who(current) : null,
        drift: (current && behindById.get(current.deploymentId)) ?? null,
        next: next ? recordOf(next) : null,
        pending: waiting.length,
      }
    })
}

function isNewer(one: AttentionItem, current: CurrentCell | undefined): boolean {
  return current === undefined || Date.parse(one.deployedAt) >= current.deployedAt.getTime()
}

function recordOf({ deploymentId, application, imageTag, deployedAt, initiatedBy }: AttentionItem) {
  return { deploymentId, application, imageTag, deployedAt, initiatedBy }
}

const manyVersions = 10
const manyDays = 30

/** A current deployment that is behind the stage below, since when and by how much. */
type BehindCell = { cell: CurrentCell; since: string; drift: Behind }

function behindCellOf(comparison: Comparison, known: Newer | null, now: Date): BehindCell {
  const { cell, below } = comparison
  const newer = known ?? { versions: 1, since: cell.deployedAt }
  const drift = behindOf(comparison, newer, now)
  return { cell, since: toInstant(drift.build ? below.deployedAt : newer.since), drift }
}

/** Those too far behind to be in transit: by versions or days, the furthest behind first. */
function driftedOf(behind: readonly BehindCell[]): BehindCell[] {
  return behind
    .filter(({ drift }) => drift.versions >= manyVersions || drift.days >= manyDays)
    .sort((a, b) => b.drift.versions - a.drift.versions || b.drift.days - a.drift.days)
}

/** Returns the record of a cell, with its initiator. */
type WhoOf = (cell: CurrentCell) => OverviewRecord

/** Reads the initiators of these records, which the lane state does not include. */
async function readWhoRecords(cells: readonly CurrentCell[]): Promise<WhoOf> {
  const rows = await db().deployment.findMany({
    where: { id: { in: cells.map((cell) => cell.deploymentId) } },
    select: { id: true, initiatedBy: true },
  })
  const names = new Map(rows.map((row) => [row.id, row.initiatedBy]))
  return ({ deploymentId, application, imageTag, deployedAt }) => ({
    deploymentId,
    application,
    imageTag,
    deployedAt: toInstant(deployedAt),
    initiatedBy: names.get(deploymentId) ?? "",
  })
}
