import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { AttentionItem } from "./schema"

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const failedForMs = 14 * dayMs
const rolledBackForMs = 7 * dayMs
const stuckAfterMs = hourMs
/** A pipeline that stopped long ago no longer needs attention. */
const pendingForMs = 30 * dayMs
const maxRows = 500

type Row = {
  deploymentId: string
  application: string
  environmentId: string
  imageTag: string
  deployedAt: Date
  initiatedBy: string
  since: Date
}

export type OpenRecords = {
  everDeployed: ReadonlySet<string>
  /** Every list is sorted newest first. */
  pending: AttentionItem[]
  failed: AttentionItem[]
  stuck: AttentionItem[]
  rolledBack: AttentionItem[]
}

/**
 * Records that need a follow-up. Statuses are the current ones even for a past instant, because a record does not store
 * when it left PENDING; a record that is finished now was therefore not pending then.
 */
export async function readOpenRecords(
  environments: readonly EnvironmentRef[],
  application: string | null,
  at: Date | null,
): Promise<OpenRecords> {
  const now = at ?? new Date()
  const nameOf = new Map(environments.map(({ id, name }) => [id, name]))
  const lanes = Prisma.sql`l.environment_id = ANY(${[...nameOf.keys()]}::uuid[])
    AND ${application === null ? Prisma.sql`true` : Prisma.sql`l.application = ${application}`}`
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const [everDeployed, pending, failed, rolledBack] = await Promise.all([
    db().$queryRaw<{ id: string }[]>`SELECT DISTINCT l.environment_id AS id FROM lane l WHERE ${lanes}`,
    readPending(lanes, ago(pendingForMs), now),
    readNewestFailed(lanes, ago(failedForMs), now),
    readRolledBack(lanes, ago(rolledBackForMs), now),
  ])
  const itemOf = ({ environmentId, ...row }: Row): AttentionItem => ({
    ...row,
    environment: nameOf.get(environmentId) ?? environmentId,
    deployedAt: toInstant(row.deployedAt),
    since: toInstant(row.since),
    drift: null,
  })
  return {
    everDeployed: new Set(everDeployed.map(({ id }) => nameOf.get(id) ?? id)),
    pending: pending.map(itemOf),
    failed: failed.map(itemOf),
    stuck: pending.filter((row) => row.deployedAt < ago(stuckAfterMs)).map(itemOf),
    rolledBack: rolledBack.map(itemOf),
  }
}

const columns = Prisma.sql`d.id AS "deploymentId", d.application, d.environment_id AS "environmentId",
  d.image_tag AS "imageTag", d.deployed_at AS "deployedAt", d.initiated_by AS "initiatedBy"`

function readPending(lanes: Prisma.Sql, from: Date, now: Date): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT ${columns}, d.deployed_at AS since FROM deployment d
    JOIN lane l ON l.application = d.application AND l.environment_id = d.environment_id
    WHERE d.status = 'PENDING' AND d.deployed_at >= ${from}::timestamptz AND d.deployed_at <= ${now}::timestamptz
      AND ${lanes}
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${maxRows}`
}

/** Lanes whose newest finished record failed. */
function readNewestFailed(lanes: Prisma.Sql, from: Date, now: Date): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT ${columns}, COALESCE(d.completed_at, d.deployed_at) AS since FROM lane l
    CROSS JOIN LATERAL (
      SELECT * FROM deployment f
      WHERE f.application = l.application AND f.environment_id = l.environment_id AND f.status <> 'PENDING'
        AND f.deployed_at <= ${now}::timestamptz
      ORDER BY f.deployed_at DESC, f.seq DESC LIMIT 1) d
    WHERE d.status = 'FAILED' AND d.deployed_at >= ${from}::timestamptz AND ${lanes}
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${maxRows}`
}

/** Rolled-back records without a later deployment in their lane. */
function readRolledBack(lanes: Prisma.Sql, from: Date, now: Date): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT ${columns}, d.rolled_back_at AS since FROM deployment d
    JOIN lane l ON l.application = d.application AND l.environment_id = d.environment_id
    WHERE d.status = 'ROLLED_BACK' AND d.deployed_at >= ${from}::timestamptz - interval '30 days'
      AND d.rolled_back_at >= ${from}::timestamptz AND d.rolled_back_at <= ${now}::timestamptz AND ${lanes}
      AND NOT EXISTS (
        SELECT 1 FROM deployment n
        WHERE n.application = d.application AND n.environment_id = d.environment_id AND n.status = 'DEPLOYED'
          AND (n.deployed_at, n.seq) > (d.deployed_at, d.seq) AND n.deployed_at <= ${now}::timestamptz)
    ORDER BY d.rolled_back_at DESC LIMIT ${maxRows}`
}
