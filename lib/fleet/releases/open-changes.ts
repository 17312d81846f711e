import { openChangeSql } from "@/lib/fleet/operations/operation-states"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { ChangeState } from "./change-states"

/** The condition of a state on `helm_release h`, with its operation `o` if it has one, and since when. */
export type ReleaseCondition = {
  join: Prisma.Sql
  condition: Prisma.Sql
  since: Prisma.Sql
}

/** The exact count stops at this number. */
export const maxCounted = 10_000

/**
 * The releases whose change is in this state. Operations queued by a paused rollout are excluded, because they only
 * wait for the rollout.
 */
export function changeCondition(state: ChangeState, now: Date): ReleaseCondition {
  const ago = (seconds: number) => Prisma.sql`${new Date(now.getTime() - seconds * 1_000)}::timestamptz`
  const queued = Prisma.sql`JOIN operation o ON o.release_id = h.id AND o.kind <> 'PREVIEW' AND o.state = 'QUEUED'
    AND NOT EXISTS (SELECT 1 FROM rollout p WHERE p.id = o.rollout_id AND p.state = 'PAUSED')`
  const running = Prisma.sql`JOIN operation o ON o.release_id = h.id AND o.kind <> 'PREVIEW' AND o.state = 'RUNNING'`
  const queuedChanges = { join: queued, condition: Prisma.sql`true`, since: Prisma.sql`o.requested_at` }
  const runningChanges = { join: running, condition: Prisma.sql`true`, since: Prisma.sql`o.started_at` }
  const conditions: Record<ChangeState, ReleaseCondition> = {
    queued: queuedChanges,
    running: runningChanges,
    waiting: { ...queuedChanges, condition: Prisma.sql`o.requested_at < ${ago(120)}` },
    slow: {
      ...runningChanges,
      condition: Prisma.sql`o.started_at < ${ago(300)} - make_interval(secs => h.timeout_seconds)`,
    },
    hanging: {
      join: Prisma.empty,
      condition: Prisma.sql`(h.stuck_since IS NOT NULL
        OR h.status IN ('PENDING_INSTALL', 'PENDING_UPGRADE', 'PENDING_ROLLBACK', 'UNINSTALLING')
        AND h.updated_at < ${ago(120)}) AND h.status <> 'UNINSTALLED' AND NOT EXISTS (
          SELECT 1 FROM operation o WHERE o.release_id = h.id AND ${openChangeSql})`,
      since: Prisma.sql`coalesce(h.stuck_since, h.updated_at)`,
    },
  }
  return conditions[state]
}

/** The ids of the releases visible to the caller whose change is in this state. */
export async function listChanging(actor: Actor, state: ChangeState): Promise<string[]> {
  const { join, condition } = changeCondition(state, new Date())
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT h.id FROM helm_release h ${join}
    WHERE ${condition} AND ${visibleTo(actor).tenants.sql(Prisma.sql`h.tenant_id`)} LIMIT ${maxCounted}`
  return rows.map(({ id }) => id)
}
