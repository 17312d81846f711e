import type { Actor } from "@/lib/auth/actor"
import { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { toInstantOrNull } from "@/lib/instant"
import { ofVisibleTenants } from "@/lib/operations/visible-to"
import { findRollout } from "./find-rollout"
import { readNames } from "./read-names"
import { readProgress } from "./read-progress"
import { type RolloutDetail, type RolloutRelease, skipReasonSchema, versionJumpSchema } from "./schema"
import { toRollout } from "./to-rollout"

/** A rollout with its releases in their order, those of tenants that the caller may see. */
export async function getRollout(actor: Actor, id: string): Promise<RolloutDetail> {
  const row = await findRollout(actor, id)
  const progress = await readProgress(actor, [id])
  const names = await readNames(actor, row.stateReleases)
  const rollout = toRollout(row, {
    progress,
    names: row.stateReleases.flatMap((one) => names.get(one) ?? []),
  })
  const releases = await readReleases(actor, id)
  return { ...rollout, releases: releases.map((release) => toRolloutRelease(release, row.targetVersion)) }
}

type ReleaseRow = Omit<RolloutRelease, "toVersion" | "jump" | "skipReason" | "startedAt" | "finishedAt"> & {
  jump: string | null
  skipReason: string | null
  startedAt: Date | null
  finishedAt: Date | null
}

function readReleases(actor: Actor, id: string): Promise<ReleaseRow[]> {
  const { tenantId } = ofVisibleTenants(actor)
  return db().$queryRaw<ReleaseRow[]>`
    SELECT x.release_id AS "releaseId", r.release_name AS "releaseName", r.namespace, r.cluster,
      x.tenant_id AS "tenantId", t.slug AS "tenantSlug", t.name AS "tenantName", x.wave,
      x.from_version AS "fromVersion", x.jump, x.skip_reason AS "skipReason", x.skip_detail AS "skipDetail",
      x.state::text AS state, x.from_revision AS "fromRevision", x.revision, x.operation_id AS "operationId",
      x.rollback_operation_id AS "rollbackOperationId", x.error,
      x.waits_for AS "waitsFor", x.started_at AS "startedAt",
      x.finished_at AS "finishedAt"
    FROM rollout_release x JOIN helm_release r ON r.id = x.release_id JOIN tenant t ON t.id = x.tenant_id
    WHERE x.rollout_id = ${id}::uuid
      ${tenantId === undefined ? Prisma.empty : Prisma.sql`AND x.tenant_id = ANY(${tenantId.in}::uuid[])`}
    ORDER BY x.position`
}

function toRolloutRelease(row: ReleaseRow, toVersion: string): RolloutRelease {
  return {
    ...row,
    toVersion,
    jump: versionJumpSchema.nullable().parse(row.jump),
    skipReason: skipReasonSchema.nullable().parse(row.skipReason),
    startedAt: toInstantOrNull(row.startedAt),
    finishedAt: toInstantOrNull(row.finishedAt),
  }
}
