import type { Actor } from "@/lib/identity/auth/actor"
import { laneFilterSql } from "@/lib/ledger/deployments/current-sql"
import { type EnvironmentRef, readEnvironments } from "@/lib/ledger/environments/read-environments"
import { type LaneCounts, laneConditions, verdictOf } from "@/lib/ledger/lanes/conditions"
import {
  conditionSql,
  type LaneStateRow,
  laneColumns,
  laneCounts,
  laneStateOf,
  laneStateSql,
} from "@/lib/ledger/lanes/lane-state-sql"
import type { LaneState } from "@/lib/ledger/lanes/schema"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import {
  type Attention,
  type AttentionKind,
  attentionKinds,
  type Overview,
  type OverviewEnvironment,
  type OverviewQuery,
  type OverviewRecord,
} from "./schema"

const maxItems = 5

/** What runs where, what is pending and what needs attention, for one application or all. */
export async function getOverview(actor: Actor, query: OverviewQuery): Promise<Overview> {
  const application = query.application ?? null
  const at = query.at ?? null
  const environments = await readEnvironments(actor, at)
  const [used, rows] = await Promise.all([
    readUsed(environments, application),
    readNotable(environments, application, at),
  ])
  const notable = rows.map((row) => ({ row, state: laneStateOf(row, at) }))
  const stages = environments
    .filter(({ id }) => used.has(id))
    .map((environment) =>
      stageOf(
        environment,
        notable.filter(({ row }) => row.environmentId === environment.id),
      ),
    )
  return {
    application,
    environments: stages,
    attention: attentionKinds.flatMap((kind): Attention[] => {
      const total = stages.reduce((sum, { counts }) => sum + counts[kind], 0)
      const first = notable.filter(({ row }) => row.reason === kind)
      const items = first.flatMap(({ state }) => itemOf(kind, state) ?? [])
      return total === 0 ? [] : [{ kind, total, items }]
    }),
  }
}

/** A lane that the overview shows, with the reason and the counts of its stage. */
type NotableRow = LaneStateRow & {
  reason: "newest" | "next" | AttentionKind
  counts: LaneCounts
  pendingRecords: number
}
type Notable = { row: NotableRow; state: LaneState }

/** The sort order of the items of each kind. */
const orders: Record<AttentionKind, Prisma.Sql> = {
  quarantined: Prisma.sql`quarantined_at DESC`,
  failed: Prisma.sql`failed->>'deployedAt' DESC`,
  stuck: Prisma.sql`pending_at DESC`,
  rolledBack: Prisma.sql`rolled_back->>'since' DESC`,
  farBehind: Prisma.sql`versions DESC, since`,
}

/** The lanes with the newest deployment and the newest pending one of each stage, and the first items of each kind. */
async function readNotable(
  environments: readonly EnvironmentRef[],
  application: string | null,
  at: Date | null,
): Promise<NotableRow[]> {
  const firstRows = attentionKinds.map(
    (kind) => Prisma.sql`(SELECT ${kind} AS reason, s.* FROM lane_state s WHERE ${conditionSql[kind]}
      ORDER BY ${orders[kind]}, application, environment_position LIMIT ${maxItems})`,
  )
  return db().$queryRaw<NotableRow[]>`
    WITH ${laneStateSql({ environments, application, at })}, counted AS (
      SELECT environment_id, ${laneCounts} AS counts,
        COALESCE(sum(pending_records), 0)::int AS pending_in_stage
      FROM lane_state GROUP BY environment_id
    ), notable AS (
      (SELECT DISTINCT ON (environment_id) 'newest' AS reason, s.* FROM lane_state s
        ORDER BY environment_id, deployed_at DESC NULLS LAST, seq DESC)
      UNION ALL
      (SELECT DISTINCT ON (environment_id) 'next' AS reason, s.* FROM lane_state s WHERE pending IS NOT NULL
        ORDER BY environment_id, pending_at DESC)
      UNION ALL ${Prisma.join(firstRows, " UNION ALL ")}
    )
    SELECT reason, ${laneColumns}, counts, pending_in_stage AS "pendingRecords"
    FROM notable JOIN counted USING (environment_id)`
}

/** The environments that ever ran the application. */
async function readUsed(
  environments: readonly EnvironmentRef[],
  application: string | null,
): Promise<ReadonlySet<string>> {
  const ids = environments.map(({ id }) => id)
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT e.id FROM unnest(${ids}::uuid[]) AS e(id)
    WHERE EXISTS (SELECT 1 FROM lane l WHERE l.environment_id = e.id AND ${laneFilterSql({ application, environmentIds: null })})`
  return new Set(rows.map(({ id }) => id))
}

const noCounts = Object.fromEntries(laneConditions.map((condition) => [condition, 0])) as LaneCounts

function stageOf(
  { name, rank, production }: EnvironmentRef,
  notable: readonly Notable[],
): OverviewEnvironment {
  const newest = notable.find(({ row }) => row.reason === "newest")
  const current = newest?.state.current ?? null
  const counts = newest?.row.counts ?? noCounts
  const pending = notable.find(({ row }) => row.reason === "next")?.state
  const isNext =
    pending?.pending && (!current || Date.parse(pending.pending.deployedAt) >= Date.parse(current.deployedAt))
  return {
    environment: name,
    rank,
    production,
    verdict: verdictOf(counts),
    counts,
    applications: counts.running,
    behind: counts.behind,
    current: current && newest ? { ...current, application: newest.state.application } : null,
    drift: newest?.state.behind ?? null,
    next: isNext && pending.pending ? recordOf(pending.pending, pending.application) : null,
    pending: newest?.row.pendingRecords ?? 0,
  }
}

function itemOf(kind: AttentionKind, state: LaneState): Attention["items"][number] | null {
  const { application, environment, current, behind, behindSince, quarantine } = state
  const common = { environment, drift: kind === "farBehind" ? behind : null }
  if (kind === "farBehind" || kind === "quarantined") {
    const since = kind === "farBehind" ? behindSince : (quarantine?.since ?? null)
    return current && since ? { ...recordOf(current, application), ...common, since } : null
  }
  const record = { failed: state.failed, stuck: state.pending, rolledBack: state.rolledBack }[kind]
  return record && { ...recordOf(record, application), ...common, since: record.since }
}

function recordOf(
  { deploymentId, imageTag, deployedAt, initiatedBy }: Omit<OverviewRecord, "application">,
  application: string,
): OverviewRecord {
  return { deploymentId, application, imageTag, deployedAt, initiatedBy }
}
