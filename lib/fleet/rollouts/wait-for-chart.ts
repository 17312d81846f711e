import { db, transaction } from "@/lib/platform/db/transaction"
import { noteChange } from "./claim-slot"
import { lockRollout } from "./find-rollout"

/** Records the reason for the delay on every release whose chart is in an unavailable repository. */
export function waitForChart(rolloutId: string, repository: string, why: string): Promise<void> {
  return transaction(async () => {
    if (!(await lockRollout(rolloutId))) return
    const updated = await db().$executeRaw`
      UPDATE rollout_release x SET waits_for = ${why} FROM helm_release r, rollout_wave w
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'PENDING' AND x.waits_for IS DISTINCT FROM ${why}
        AND r.id = x.release_id AND r.repository = ${repository}
        AND w.rollout_id = x.rollout_id AND w.position = x.wave AND w.state = 'RUNNING'`
    if (updated > 0) await noteChange(rolloutId)
  })
}

/** Clears the reason once the charts are available again. The caller holds the lock of the rollout. */
export async function waitNoMore(rolloutId: string, repository: string): Promise<void> {
  await db().rolloutRelease.updateMany({
    where: { rolloutId, state: "PENDING", waitsFor: { not: null }, release: { repository } },
    data: { waitsFor: null },
  })
}
