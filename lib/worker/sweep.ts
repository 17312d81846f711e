import { setTimeout as sleep } from "node:timers/promises"
import { deleteOldJobs } from "@/lib/fleet/operations/delete-old-jobs"
import { deleteOldPreviews } from "@/lib/fleet/operations/delete-old-previews"
import { lapsedOperations } from "@/lib/fleet/operations/lease"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { sweepPrivateFolders } from "@/lib/kube/helm/private-folder"
import { archiveIdleMembers } from "@/lib/ledger/environments/archive-idle-members"
import { log } from "@/lib/platform/log"
import { turnOf } from "./queue-runner"
import { runOperation, type WorkerContext } from "./run-operation"

const foldersMs = 3_600_000
const archiveMs = 3_600_000

/** The running operations of a worker: changes to releases, and previews, which have their own slots. */
export type Lanes = { changes: WorkerContext; previews: WorkerContext }

/** Periodically claims operations whose worker is gone or whose job was lost. */
export async function sweepOperations({ changes, previews }: Lanes): Promise<void> {
  await again(changes.settings.sweepMs, changes.stopping, async () => {
    await takeUp(changes, false)
    await takeUp(previews, true)
    await deleteOldPreviews()
    await deleteOldJobs()
  })
}

/** Periodically archives environments of ended branches. */
export async function archiveEnvironments(stopping: AbortSignal): Promise<void> {
  await again(archiveMs, stopping, () => archiveIdleMembers())
}

/** Periodically deletes credentials that the Helm processes of killed workers left in the temporary folder. */
export async function sweepFolders(stopping: AbortSignal): Promise<void> {
  await again(foldersMs, stopping, () => sweepPrivateFolders())
}

async function takeUp(lane: WorkerContext, previews: boolean): Promise<void> {
  const { settings, running } = lane
  // A long queue does not raise the number of operations at a time.
  const free = Math.max(0, settings.concurrency - running.size)
  const ids = (await lapsedOperations(previews)).slice(0, free)
  while (ids.length < free) {
    const turn = { ...turnOf(lane), queuedSeconds: settings.leaseSeconds, exclude: ids }
    const id = await nextOperation(turn)
    if (id === null) break
    ids.push(id)
  }
  for (const id of ids) void runOperation(id, lane).catch(note)
}

async function again(milliseconds: number, stopping: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!stopping.aborted) {
    await work().catch(note)
    await sleep(milliseconds, null, { signal: stopping }).catch(() => undefined)
  }
}

function note(error: unknown): void {
  log.warn({ err: error }, "could not look for abandoned operations")
}
