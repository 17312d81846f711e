import { addLaterRolloutJob } from "@/lib/fleet/operations/add-job"
import { db, transaction } from "@/lib/platform/db/transaction"
import { noteChange } from "./claim-slot"
import { completeRollout, finishRollback, pauseByThreshold } from "./end-rollout"
import { failWhileBaking } from "./fail-while-baking"
import { lockRollout } from "./find-rollout"
import { type Due, type DueRelease, listRollbacksDue, readUpgradesDue } from "./read-due"
import { reconcileReleases } from "./reconcile-releases"
import type { Skipped } from "./skipped"
import { stepWaves } from "./step-waves"
import { exceeds, readMaxFailures } from "./threshold"
import { type RolloutRow, withWaves } from "./to-rollout"
import { freeSlots } from "./wave-rules"

/** The releases to start now. */
export type Next = { rollout: RolloutRow; kind: "upgrade" | "rollback"; due: DueRelease[] }

/** How long until a release that is being changed otherwise is tried again. */
const busySeconds = 2

/**
 * Updates a rollout to the current state of its operations and returns the releases to start, without the skipped ones.
 * Null: the rollout does not exist.
 */
export function reconcileRollout(id: string, passed: Skipped): Promise<Next | null> {
  return transaction(async () => {
    if (!(await lockRollout(id))) return null
    const { ended, failed } = await reconcileReleases(id)
    const unhealthy = await failWhileBaking(id)
    if (failed + unhealthy > 0)
      await db().rollout.update({ where: { id }, data: { failures: { increment: failed + unhealthy } } })
    if (ended + unhealthy > 0) await noteChange(id)
    const rollout = await db().rollout.findUniqueOrThrow({ where: { id }, include: withWaves })
    if (rollout.state === "ROLLING_BACK") return goBack(rollout, passed)
    return rollout.state === "RUNNING" ? goOn(rollout, passed) : nothing(rollout)
  })
}

const nothing = (rollout: RolloutRow): Next => ({ rollout, kind: "upgrade", due: [] })

async function goOn(rollout: RolloutRow, passed: Skipped): Promise<Next> {
  const { id, failures, upgrades } = rollout
  const maxFailures = readMaxFailures(rollout.maxFailures)
  if (maxFailures !== null && exceeds(maxFailures, failures, upgrades)) {
    await pauseByThreshold(rollout, maxFailures)
    return nothing(rollout)
  }
  const wave = await stepWaves(rollout)
  if (wave === "all done") await completeRollout(id)
  if (typeof wave !== "number") return nothing(rollout)
  const due = await readUpgradesDue(id, wave, await slotsOf(rollout), passed)
  return { rollout, kind: "upgrade", due: await orLater(id, due) }
}

async function goBack(rollout: RolloutRow, passed: Skipped): Promise<Next> {
  const { id } = rollout
  const slots = await slotsOf(rollout)
  const due = await listRollbacksDue(id, slots, passed)
  const isEnd = due.open === 0 && slots === rollout.concurrency
  if (isEnd) await finishRollback(id)
  return { rollout, kind: "rollback", due: await orLater(id, due) }
}

async function slotsOf({ id, concurrency }: RolloutRow): Promise<number> {
  const running = await db().rolloutRelease.count({ where: { rolloutId: id, state: "RUNNING" } })
  return freeSlots(concurrency, running)
}

/** The end of a change by others triggers no job, so retry later. */
async function orLater(id: string, { releases, open, slots }: Due): Promise<DueRelease[]> {
  if (releases.length === 0 && open > 0 && slots > 0) await addLaterRolloutJob(id, busySeconds)
  return releases
}
