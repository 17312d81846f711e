import { db, transaction } from "@/lib/platform/db/transaction"
import { noteChange } from "./claim-slot"
import { lockRollout } from "./find-rollout"

/** Says on every release whose chart comes from a repository that is away why its turn does not come. */
export function waitForChart(rolloutId: string, repository: string, why: string): Promise<void> {
  return transaction(async () => {
    if (!(await lockRollout(rolloutId))) return
    const told = await db().$executeRaw`
      UPDATE rollout_release x SET waits_for = ${why} FROM helm_release r, rollout_wave w
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'PENDING' AND x.waits_for IS DISTINCT FROM ${why}
        AND r.id = x.release_id AND r.repository = ${repository}
        AND w.rollout_id = x.rollout_id AND w.position = x.wave AND w.state = 'RUNNING'`
    if (told > 0) await noteChange(rolloutId)
  })
}

/** Its charts can be had again. The caller holds the lock of the rollout. */
export async function waitNoMore(rolloutId: string, repository: string): Promise<void> {
  await db().rolloutRelease.updateMany({
    where: { rolloutId, state: "PENDING", waitsFor: { not: null }, release: { repository } },
    data: { waitsFor: null },
  })
}
