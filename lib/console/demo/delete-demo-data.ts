import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { deleteEmptyLanes, type Lane, lockLane } from "@/lib/ledger/deployments/lane-sql"
import { reachedSql, recomputeLanes } from "@/lib/ledger/deployments/recompute-lane-facts"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { demoActor, demoQuarantineReason, noteDemoRemoved, readDemoState } from "./demo-state"
import { deleteDemoTenants } from "./demo-tenants"

const source = sourceOf(demoActor)

/** Removes only the demo data from the ledger; other records stay, and their facts are recomputed. */
export async function deleteDemoData(actor: Actor): Promise<void> {
  await transaction(async () => {
    if (!(await readDemoState(true))?.present) return
    const lanes = await db().$queryRaw<Lane[]>`
      SELECT DISTINCT application, environment_id AS "environmentId" FROM deployment WHERE source = ${source} ORDER BY 1, 2`
    for (const lane of lanes) await lockLane(lane)
    const { count } = await db().deployment.deleteMany({ where: { source } })
    await db().removal.deleteMany({ where: { source } })
    await recomputeLanes(lanes)
    await deleteEmptyLanes(lanes)
    await resetVersionLookup([...new Set(lanes.map(({ application }) => application))])
    await db().quarantine.deleteMany({ where: { createdBy: demoActor.name, reason: demoQuarantineReason } })
    const tenants = await deleteDemoTenants()
    await noteDemoRemoved()
    await appendAudit(actor, "demo.removed", "demo", { deployments: count, tenants })
    await publishEvent("ledger.imported", crypto.randomUUID())
  })
}

async function resetVersionLookup(applications: string[]): Promise<void> {
  await db().imageVersion.deleteMany({ where: { application: { in: applications } } })
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    SELECT d.application, d.image_tag, min(d.deployed_at) FROM deployment d
    WHERE d.application = ANY(${applications}) AND ${reachedSql("d")}
    GROUP BY d.application, d.image_tag`
}
