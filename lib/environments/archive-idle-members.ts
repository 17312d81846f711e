import { appendAudit } from "@/lib/audit/append-audit"
import { systemActor } from "@/lib/auth/actor"
import { db, transaction } from "@/lib/db/transaction"

const idleDays = 14

/** Archives the members of families that had no record for two weeks; the next record restores one. */
export async function archiveIdleMembers(): Promise<void> {
  await transaction(async () => {
    const archived = await db().$queryRaw<{ id: string; name: string; familyId: string }[]>`
      UPDATE environment e SET archived_at = now()
      WHERE e.family_id IS NOT NULL AND e.archived_at IS NULL AND e.created_at < now() - make_interval(days => ${idleDays})
        AND NOT EXISTS (
          SELECT 1 FROM deployment d
          WHERE d.environment_id = e.id AND d.deployed_at >= now() - make_interval(days => ${idleDays}))
      RETURNING e.id, e.name, e.family_id AS "familyId"`
    for (const { id, name, familyId } of archived) {
      await appendAudit(systemActor("slipway"), {
        action: "environment.archived",
        subjectType: "environment",
        subjectId: id,
        detail: { name, familyId, idleDays },
      })
    }
  })
}
