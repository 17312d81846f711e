import { setTimeout as sleep } from "node:timers/promises"
import { readClusters } from "@/lib/kube/cluster/read-clusters"
import { db } from "@/lib/platform/db/transaction"
import { eventFeed } from "@/lib/platform/events/event-feed"
import { log } from "@/lib/platform/log"
import { sleepUnlessAborted } from "@/lib/platform/wait-at-most"
import { ClusterWatcher } from "./cluster-watcher"
import { prepareTenant } from "./prepare-tenants"
import { claimWatch, releaseWatch, renewWatch } from "./watch-lease"
import { defaultWatch, type WatchSettings } from "./watch-settings"

export type Watching = {
  /** Releases the leases of its clusters. */
  stop: () => Promise<void>
}

/** Watches each cluster that no other worker watches, and takes over those with an expired lease. */
export function startWatching(holder: string, settings: WatchSettings = defaultWatch): Watching {
  const stopping = new AbortController()
  const watched = new Map<string, WatchedCluster>()
  const running = claimClusters(holder, settings, stopping.signal, watched)
  const listening = listen(watched)
  return {
    stop: async () => {
      stopping.abort()
      await running
      await Promise.all([...watched.values()].map((cluster) => cluster.stop()))
      listening()
    },
  }
}

async function claimClusters(
  holder: string,
  settings: WatchSettings,
  signal: AbortSignal,
  watched: Map<string, WatchedCluster>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const names = (await readClusters()).map(({ name }) => name)
      for (const [name, one] of watched) {
        if (!one.isOver && names.includes(name)) continue
        watched.delete(name)
        await one.stop()
      }
      for (const name of names.filter((name) => !watched.has(name))) {
        if (signal.aborted || !(await claimWatch(name, holder, settings.leaseSeconds))) continue
        watched.set(name, new WatchedCluster(name, holder, settings))
      }
    } catch (error) {
      log.warn({ err: error }, "cluster discovery failed")
    }
    await sleepUnlessAborted(settings.beatMs, signal)
  }
}

/** One cluster that this worker watches, until its lease is lost or it is stopped. */
class WatchedCluster {
  isOver = false
  private readonly endSignal = new AbortController()
  readonly watcher: ClusterWatcher
  private readonly running: Promise<unknown>

  constructor(
    private readonly name: string,
    private readonly holder: string,
    private readonly settings: WatchSettings,
  ) {
    this.watcher = new ClusterWatcher(name, settings, this.endSignal.signal)
    this.running = Promise.all([this.watcher.run(), this.renewLease()])
    log.info({ cluster: name }, "cluster watch started")
  }

  async stop(): Promise<void> {
    this.endSignal.abort()
    await this.running
    // The lease expires by itself if the database is unavailable.
    if (!this.isOver) await releaseWatch(this.name, this.holder).catch(() => undefined)
  }

  private async renewLease(): Promise<void> {
    const { signal } = this.endSignal
    let confirmedAt = Date.now()
    while (!signal.aborted) {
      const requestedAt = Date.now()
      const { name, holder, settings, watcher } = this
      const leaseMs = settings.leaseSeconds * 1_000
      const renewed = await Promise.race([
        renewWatch(name, holder, settings.leaseSeconds, watcher.report).catch(() => null),
        sleep(Math.max(0, confirmedAt + leaseMs - requestedAt), null, { signal }).catch(() => null),
      ])
      if (renewed === true) confirmedAt = requestedAt
      // While the database is unavailable no other worker can take over either, until the lease has expired.
      if (renewed === false || Date.now() - confirmedAt >= leaseMs) {
        log.warn({ cluster: name }, "cluster watch lease lost")
        this.isOver = true
        this.endSignal.abort()
      }
      await sleepUnlessAborted(settings.beatMs, signal)
    }
  }
}

/** Subscribes to Slipway's own changes: an adopted release, or one whose operation has ended, is read again. */
function listen(watched: Map<string, WatchedCluster>): () => void {
  return eventFeed().subscribeWhenAvailable(({ events }) => {
    const ids = events.filter(({ type }) => type === "release.updated").map(({ subjectId }) => subjectId)
    if (ids.length > 0 && watched.size > 0) void markAllChanged(watched, ids).catch(() => undefined)
    const tenants = events.filter(({ type }) => type === "tenant.updated")
    for (const { subjectId } of tenants) void prepareTenant(subjectId, [...watched.keys()])
  })
}

async function markAllChanged(watched: Map<string, WatchedCluster>, ids: string[]): Promise<void> {
  const rows = await db().release.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { cluster: true, namespace: true, releaseName: true },
  })
  for (const { cluster, ...key } of rows) watched.get(cluster)?.watcher.markChanged(key)
}
