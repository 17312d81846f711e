import { deleteOldJobs, deleteOldPreviews } from "@/lib/fleet/operations/delete-old-operations"
import { listExpiredOperations } from "@/lib/fleet/operations/lease"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { listOpenRollouts } from "@/lib/fleet/rollouts/advance-rollout"
import { sweepPrivateFolders } from "@/lib/kube/helm/private-folder"
import { archiveIdleMembers } from "@/lib/ledger/environments/archive-idle-members"
import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { hourMs } from "@/lib/platform/instant"
import { log } from "@/lib/platform/log"
import { sleepUnlessAborted } from "@/lib/platform/wait-at-most"
import { deleteExpired, expiringTables } from "./delete-expired"
import { advance, claimOptions } from "./queue-tasks"
import { runOperation, type WorkerContext } from "./run-operation"

/** The running operations of a worker: changes to releases, and previews, which have their own slots. */
export type Pools = { changes: WorkerContext; previews: WorkerContext }

const packMs = 15_000
const tenMinutesMs = 600_000

type Sweep = [milliseconds: number, problem: string, work: () => Promise<unknown>]

/** The periodic tasks of a worker, until it stops. */
export async function sweep({ changes, previews }: Pools): Promise<void> {
  const { stopping, settings } = changes
  const sweeps: Sweep[] = [
    // Claims operations whose worker is gone or whose job was lost.
    [settings.sweepMs, "could not claim overdue operations", () => sweepOperations(changes, previews)],
    // Advances rollouts whose job was lost or waits because every worker is busy with Helm.
    [settings.sweepMs, "could not list rollouts", () => sweepRollouts(stopping)],
    // Deletes credentials left behind by the Helm processes of killed workers.
    [hourMs, "could not delete private folders", () => sweepPrivateFolders()],
    ...expiringTables.map((table): Sweep => {
      return [tenMinutesMs, `could not delete expired rows of ${table}`, () => deleteExpired(table, stopping)]
    }),
    [hourMs, "could not archive environments", () => archiveIdleMembers()],
    // Packs facts, so that Insights need not read those of stable deployments one by one.
    [packMs, "could not pack the facts of deployments", () => packChunks(stopping)],
  ]
  await Promise.all(
    sweeps.map(async ([milliseconds, problem, work]) => {
      while (!stopping.aborted) {
        await work().catch((error: unknown) => log.warn({ err: error }, problem))
        await sleepUnlessAborted(milliseconds, stopping)
      }
    }),
  )
}

async function sweepOperations(changes: WorkerContext, previews: WorkerContext): Promise<void> {
  await claimOverdue(changes)
  await claimOverdue(previews)
  await deleteOldPreviews()
  await deleteOldJobs()
}

async function sweepRollouts(stopping: AbortSignal): Promise<void> {
  for (const id of await listOpenRollouts()) if (!stopping.aborted) await advance(id)
}

async function claimOverdue(pool: WorkerContext): Promise<void> {
  const { settings, running } = pool
  // A long queue does not raise the number of operations at a time.
  const free = Math.max(0, settings.concurrency - running.size)
  const ids = (await listExpiredOperations(pool.previews)).slice(0, free)
  while (ids.length < free) {
    const options = { ...claimOptions(pool), queuedSeconds: settings.leaseSeconds, exclude: ids }
    const id = await nextOperation(options)
    if (id === null) break
    ids.push(id)
  }
  for (const id of ids)
    void runOperation(id, pool).catch((error: unknown) =>
      log.warn({ err: error }, "could not claim an operation"),
    )
}
