import type { Actor } from "@/lib/identity/auth/actor"
import { behindOf, type CurrentCell, comparisonsOf } from "@/lib/ledger/drift/compare-cells"
import { readNewerBelow } from "@/lib/ledger/drift/get-drift"
import type { Behind } from "@/lib/ledger/drift/schema"
import { rankedEnvironments } from "@/lib/ledger/environments/promotion-order"
import { type EnvironmentRef, readEnvironments } from "@/lib/ledger/environments/read-environments"
import { readRunning } from "@/lib/ledger/state/read-running"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { readOpenRecords } from "./read-open-records"
import type {
  Attention,
  AttentionItem,
  Overview,
  OverviewEnvironment,
  OverviewQuery,
  OverviewRecord,
} from "./schema"

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
  const behind = await readBehind(environments, running, at)
  const behindById = new Map(behind.map(({ cell, drift }) => [cell.deploymentId, drift]))
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
    environments: environments.filter(({ name }) => open.everDeployed.has(name)).map(toCard),
    attention: kinds
      .filter(({ total }) => total > 0)
      .map((one) => ({ ...one, items: one.items.slice(0, maxItems) })),
  }

  function toCard({ name, rank, production }: EnvironmentRef): OverviewEnvironment {
    const here = running.filter((cell) => cell.environment === name)
    const current = newest.find((cell) => cell.environment === name)
    const pending = open.pending.filter((one) => one.environment === name)
    const next = pending.find((one) => isNewer(one, current))
    return {
      environment: name,
      rank,
      production,
      applications: here.length,
      behind: here.filter((cell) => behindById.has(cell.deploymentId)).length,
      current: current ? who(current) : null,
      drift: (current && behindById.get(current.deploymentId)) ?? null,
      next: next ? recordOf(next) : null,
      pending: pending.length,
    }
  }
}

function newestFirst(a: CurrentCell, b: CurrentCell): number {
  return b.deployedAt.getTime() - a.deployedAt.getTime() || b.seq - a.seq
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

async function readBehind(
  environments: readonly EnvironmentRef[],
  cells: readonly CurrentCell[],
  at: Date | null,
): Promise<BehindCell[]> {
  const comparisons = comparisonsOf(rankedEnvironments(environments), cells)
  const newer = await readNewerBelow(environments, comparisons, at)
  return comparisons.map((comparison, index) => {
    const { cell, below } = comparison
    const { versions, since } = newer[index] ?? { versions: 1, since: cell.deployedAt }
    const drift = behindOf(comparison, { versions, since }, at ?? new Date())
    return { cell, since: toInstant(drift.build ? below.deployedAt : since), drift }
  })
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
