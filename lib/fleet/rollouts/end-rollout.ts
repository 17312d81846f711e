import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { publishRolloutUpdate } from "./find-rollout"
import { isOver, thresholdMessage } from "./rollout-rules"
import type { MaxFailures, RolloutState } from "./schema"
import type { RolloutRow } from "./to-rollout"

const slipway = systemActor("Slipway")
/** How many of the failed releases are named. */
const maxNamed = 3

/** Pauses the rollout because of too many failures. Running upgrades finish. */
export async function pauseByThreshold(
  { id, failures, upgrades }: RolloutRow,
  maxFailures: MaxFailures,
): Promise<void> {
  const last = await db().rolloutRelease.findMany({
    where: { rolloutId: id, state: "FAILED" },
    orderBy: [{ finishedAt: "desc" }, { position: "desc" }],
    take: maxNamed,
    select: { releaseId: true },
  })
  const reason = thresholdMessage(maxFailures, failures, upgrades)
  const stateReleases = last.map(({ releaseId }) => releaseId)
  await enter(id, "PAUSED", { reason, stateReleases, action: "rollout.paused" })
}

/** Completes the rollout after all waves are done. */
export async function completeRollout(id: string): Promise<void> {
  await enter(id, "COMPLETED", { reason: null, stateReleases: [], action: "rollout.completed" })
}

/** Ends the rollback after every changed release was rolled back, or failed to be. */
export async function finishRollback(id: string): Promise<void> {
  const left = await db().rolloutRelease.findMany({
    where: {
      rolloutId: id,
      OR: [
        { state: "SUCCEEDED", revision: { not: null } },
        { state: "FAILED", rollbackOperationId: { not: null } },
      ],
    },
    orderBy: { position: "asc" },
    select: { releaseId: true },
  })
  const stateReleases = left.slice(-maxNamed).map(({ releaseId }) => releaseId)
  const reason =
    left.length === 0
      ? null
      : `${left.length} release${left.length === 1 ? " was" : "s were"} not rolled back.`
  await enter(id, "ROLLED_BACK", { reason, stateReleases, action: "rollout.rolled_back" })
}

async function enter(
  id: string,
  state: RolloutState,
  about: { reason: string | null; stateReleases: string[]; action: string },
): Promise<void> {
  const { reason, stateReleases, action } = about
  await db().rollout.update({
    where: { id },
    data: {
      ...{ state, stateReason: reason, stateReleases, stateBy: null },
      ...(isOver[state] && { finishedAt: new Date() }),
    },
  })
  const groups = await db().rolloutRelease.groupBy({ by: ["state"], where: { rolloutId: id }, _count: true })
  const counts = Object.fromEntries(groups.map(({ state: key, _count }) => [key, _count]))
  await appendAudit(slipway, action, id, { reason, counts })
  await publishRolloutUpdate(id)
}
