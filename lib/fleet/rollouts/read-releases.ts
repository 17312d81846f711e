import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import type { Actor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstantOrNull } from "@/lib/platform/instant"
import { type RolloutRelease, skipReasonSchema, versionJumpSchema } from "./schema"
import type { RolloutRow } from "./to-rollout"

type ReleaseRow = Omit<RolloutRelease, "toVersion" | "jump" | "skipReason" | "startedAt" | "finishedAt"> & {
  jump: string | null
  skipReason: string | null
  startedAt: Date | null
  finishedAt: Date | null
  changed: number
}

/** `after` null: all, in rollout order; otherwise those changed after it, in the order of their changes. */
type Which = { after: null } | { after: number; limit: number }

/** The releases of a rollout visible to the caller, and the number of their last change. */
export async function readReleases(
  actor: Actor,
  { id, targetVersion }: RolloutRow,
  which: Which,
): Promise<{ releases: RolloutRelease[]; changes: number }> {
  const rows = await db().$queryRaw<ReleaseRow[]>`
    SELECT x.release_id AS "releaseId", r.release_name AS "releaseName", r.namespace, r.cluster,
      x.tenant_id AS "tenantId", t.slug AS "tenantSlug", t.name AS "tenantName", x.wave,
      x.from_version AS "fromVersion", x.jump, x.skip_reason AS "skipReason", x.skip_detail AS "skipDetail",
      x.state::text AS state, x.from_revision AS "fromRevision", x.revision, x.operation_id AS "operationId",
      x.rollback_operation_id AS "rollbackOperationId", x.error, x.waits_for AS "waitsFor",
      x.started_at AS "startedAt", x.finished_at AS "finishedAt", x.changed::float8 AS changed
    FROM rollout_release x JOIN helm_release r ON r.id = x.release_id JOIN tenant t ON t.id = x.tenant_id
    WHERE x.rollout_id = ${id}::uuid ${ofMine(actor)} ${narrowed(which)}`
  const changes = rows.reduce((last, { changed }) => Math.max(last, changed), which.after ?? 0)
  return { releases: rows.map((row) => toRolloutRelease(row, targetVersion)), changes }
}

/** The number of the last change of a release visible to the caller. */
export async function lastChange(actor: Actor, id: string): Promise<number> {
  const [row] = await db().$queryRaw<{ last: number }[]>`
    SELECT COALESCE(max(x.changed), 0)::float8 AS last FROM rollout_release x
    WHERE x.rollout_id = ${id}::uuid ${ofMine(actor)}`
  return row?.last ?? 0
}

function narrowed(which: Which): Prisma.Sql {
  if (which.after === null) return Prisma.sql`ORDER BY x.position`
  return Prisma.sql`AND x.changed > ${which.after} ORDER BY x.changed LIMIT ${which.limit}`
}

function ofMine(actor: Actor): Prisma.Sql {
  const { tenantId } = ofVisibleTenants(actor)
  return tenantId === undefined ? Prisma.empty : Prisma.sql`AND x.tenant_id = ANY(${tenantId.in}::uuid[])`
}

function toRolloutRelease({ changed: _order, ...row }: ReleaseRow, toVersion: string): RolloutRelease {
  return {
    ...row,
    toVersion,
    jump: versionJumpSchema.nullable().parse(row.jump),
    skipReason: skipReasonSchema.nullable().parse(row.skipReason),
    startedAt: toInstantOrNull(row.startedAt),
    finishedAt: toInstantOrNull(row.finishedAt),
  }
}
