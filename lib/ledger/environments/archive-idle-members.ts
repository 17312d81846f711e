import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"

/** A member of a family that sets `archiveAfterDays` and that has existed, and had no record, for so many days. */
const isIdle = Prisma.sql`e.archived_at IS NULL
  AND e.created_at < now() - make_interval(days => f.archive_after_days)
  AND NOT EXISTS (
    SELECT 1 FROM deployment d
    WHERE d.environment_id = e.id AND d.deployed_at >= now() - make_interval(days => f.archive_after_days))`

/** Archives the idle members of families; the next record restores one. Members that are being recorded into wait. */
export async function archiveIdleMembers(): Promise<void> {
  await transaction(async () => {
    const idle = await db().$queryRaw<{ id: string }[]>`
      SELECT e.id FROM environment e JOIN environment f ON f.id = e.family_id
      WHERE ${isIdle} ORDER BY e.id FOR UPDATE OF e SKIP LOCKED`
    // A second statement sees the records that were committed before the locks were taken.
    const archived = await db().$queryRaw<
      { id: string; name: string; familyId: string; archiveAfterDays: number }[]
    >`
      UPDATE environment e SET archived_at = now() FROM environment f
      WHERE e.id = ANY(${idle.map(({ id }) => id)}::uuid[]) AND f.id = e.family_id AND ${isIdle}
      RETURNING e.id, e.name, e.family_id AS "familyId", f.archive_after_days AS "archiveAfterDays"`
    for (const { id, ...detail } of archived) {
      await appendAudit(systemActor("slipway"), "environment.archived", id, detail)
    }
  })
}
