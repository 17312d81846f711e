import { setTimeout as sleep } from "node:timers/promises"
import { deleteOldJobs, deleteOldLogs, deleteOldPreviews } from "@/lib/fleet/operations/delete-old-operations"
import { listAbandonedOperations } from "@/lib/fleet/operations/lease"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { advanceRollout, listOpenRollouts } from "@/lib/fleet/rollouts/advance-rollout"
import { deleteOldRequests } from "@/lib/identity/requests/delete-old-requests"
import { sweepPrivateFolders } from "@/lib/kube/helm/private-folder"
import { archiveIdleMembers } from "@/lib/ledger/environments/archive-idle-members"
import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { hourMs } from "@/lib/platform/instant"
import { log } from "@/lib/platform/log"
import { claimOptions } from "./queue"
import { runOperation, type WorkerContext } from "./run-operation"

/** The running operations of a worker: changes to releases, and previews, which have their own slots. */
export type Lanes = { changes: WorkerContext; previews: WorkerContext }

/** Periodically claims operations whose worker is gone or whose job was lost. */
export async function sweepOperations({ changes, previews }: Lanes): Promise<void> {
  await repeat(
    changes.settings.sweepMs,
    changes.stopping,
    "could not look for abandoned operations",
    async () => {
      await claimAbandoned(changes)
      await claimAbandoned(previews)
      await deleteOldPreviews()
      await deleteOldJobs()
    },
  )
}

/** Periodically archives environments of ended branches. */
export async function archiveEnvironments(stopping: AbortSignal): Promise<void> {
  await repeat(hourMs, stopping, "could not archive environments", () => archiveIdleMembers())
}

const packMs = 15_000

/** Periodically packs the facts of stable deployments, so that Insights need not read them one by one. */
export async function packFacts(stopping: AbortSignal): Promise<void> {
  await repeat(packMs, stopping, "could not pack the facts of deployments", () => packChunks(stopping))
}

/** Periodically deletes what is older than it is to be kept; lib/platform/retention has the periods. */
export async function deleteExpired(stopping: AbortSignal): Promise<void> {
  await repeat(hourMs, stopping, "could not delete what has expired", async () => {
    await deleteOldRequests(stopping)
    await deleteOldLogs(stopping)
  })
}

/** Periodically deletes credentials that the Helm processes of killed workers left in the temporary folder. */
export async function sweepFolders(stopping: AbortSignal): Promise<void> {
  await repeat(hourMs, stopping, "could not delete private folders", () => sweepPrivateFolders())
}

async function claimAbandoned(lane: WorkerContext): Promise<void> {
  const { settings, running } = lane
  // A long queue does not raise the number of operations at a time.
  const free = Math.max(0, settings.concurrency - running.size)
  const ids = (await listAbandonedOperations(lane.previews)).slice(0, free)
  while (ids.length < free) {
    const options = { ...claimOptions(lane), queuedSeconds: settings.leaseSeconds, exclude: ids }
    const id = await nextOperation(options)
    if (id === null) break
    ids.push(id)
  }
  for (const id of ids)
    void runOperation(id, lane).catch((error: unknown) =>
      log.warn({ err: error }, "could not claim an operation"),
    )
}

async function repeat(
  milliseconds: number,
  stopping: AbortSignal,
  problem: string,
  work: () => Promise<void>,
): Promise<void> {
  while (!stopping.aborted) {
    await work().catch((error: unknown) => log.warn({ err: error }, problem))
    await sleep(milliseconds, null, { signal: stopping }).catch(() => undefined)
  }
}

/** Periodically advances running rollouts, in case a job was lost or every worker is busy with Helm. */
export async function sweepRollouts({ settings, stopping }: WorkerContext): Promise<void> {
  await repeat(settings.sweepMs, stopping, "could not list rollouts", async () => {
    for (const id of await listOpenRollouts()) {
      if (stopping.aborted) return
      await advanceRollout(id).catch((error: unknown) =>
        log.warn({ err: error, rolloutId: id }, "could not advance a rollout, retrying"),
      )
    }
  })
}
