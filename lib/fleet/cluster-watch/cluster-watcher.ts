import { findWatched, isManaged } from "@/lib/fleet/cluster-watch/watched-release"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import {
  type HelmSecret,
  isExpired,
  listHelmSecrets,
  watchHelmSecrets,
} from "@/lib/kube/cluster/helm-secrets"
import { hasStatus, KubernetesApi, KubernetesError, onStatus } from "@/lib/kube/cluster/kubernetes-api"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { readVersion } from "@/lib/kube/cluster/read-version"
import { asTenant } from "@/lib/kube/cluster/tenant-account"
import type { ReleaseKey } from "@/lib/kube/helm/schema"
import { db } from "@/lib/platform/db/transaction"
import { forEachConcurrently } from "@/lib/platform/for-each-concurrently"
import { log } from "@/lib/platform/log"
import { sleepUnlessAborted } from "@/lib/platform/wait-at-most"
import { assessRelease, compareEverything } from "./assess-release"
import { DirtyKeys } from "./dirty-keys"
import { formatKey, Inventory, parseKey } from "./inventory"
import { prepareTenants } from "./prepare-tenants"
import { reconcileRelease } from "./reconcile-release"
import { lookUpChart, saveUnmanaged } from "./save-unmanaged"
import { initialWatchReport, type WatchReport } from "./watch-lease"
import { type WatchSettings, waitAfter } from "./watch-settings"

const releasesAtOnce = 4
const chartsAtOnce = 2
const namespacesAtOnce = 4
/** After this many interruptions in a row everything is listed again. */
const maxInterruptions = 5
const probeTimeoutMs = 3_000

/** Watches the releases of one cluster until it is stopped. `report` contains the current state of the watch. */
export class ClusterWatcher {
  report: WatchReport = initialWatchReport
  private inventory = new Inventory(new Set())
  private api: KubernetesApi | null = null
  /** Used for namespaces that Slipway's own account may not read. */
  private readonly tenantApis = new Map<string, KubernetesApi>()
  private isPrepared = false
  private readonly releases: DirtyKeys
  private readonly charts: DirtyKeys

  constructor(
    private readonly cluster: string,
    private readonly settings: WatchSettings,
    private readonly signal: AbortSignal,
  ) {
    const maxDelayMs = settings.resyncMs
    this.releases = new DirtyKeys((key) => this.reconcile(parseKey(key)), releasesAtOnce, signal, maxDelayMs)
    this.charts = new DirtyKeys((key) => this.lookUp(parseKey(key)), chartsAtOnce, signal, maxDelayMs)
  }

  /** Marks a release as changed, in the cluster or by Slipway. */
  markChanged(key: ReleaseKey): void {
    this.releases.add(formatKey(key), this.settings.debounceMs)
  }

  async run(): Promise<void> {
    const probing = this.probe()
    let loggedProblem: string | null | undefined
    for (let failures = 0; !this.signal.aborted; ) {
      try {
        await this.watchOnce()
        failures = 0
        loggedProblem = undefined
      } catch (error) {
        if (this.signal.aborted) break
        failures += 1
        this.updateReport({ watchedSince: null, ...problemOf(error) })
        // An unavailable cluster is retried indefinitely; its message is logged once, without a stack trace.
        const { problem } = problemOf(error)
        if (!(error instanceof KubernetesError))
          log.warn({ err: error, cluster: this.cluster }, "cluster watch failed")
        else if (problem !== loggedProblem)
          log.warn({ cluster: this.cluster, problem }, "cluster unavailable")
        loggedProblem = problem
        await this.pause(waitAfter(failures, this.settings))
      }
    }
    await probing
    this.api?.[Symbol.dispose]()
  }

  /** Lists everything, and then watches for changes until everything must be listed again. */
  private async watchOnce(): Promise<void> {
    const cluster = await clusterNamed(this.cluster)
    const api = new KubernetesApi(cluster)
    this.api?.[Symbol.dispose]()
    this.api = api
    if (!this.isPrepared) await prepareTenants(cluster, this.signal)
    this.isPrepared = true
    const deadline = Date.now() + this.settings.resyncMs
    const inventory = new Inventory()
    let version: string
    try {
      version = await listHelmSecrets(api, null, (secret) => inventory.put(secret))
    } catch (error) {
      if (!hasStatus(error, 403)) throw error
      await this.pollNamespaces(cluster, api, deadline)
      return
    }
    await this.compare(inventory)
    this.updateReport({ ...reachableNow(), scope: "CLUSTER", problem: null, watchedSince: this.since() })
    await this.watch(api, version, deadline)
  }

  private async watch(api: KubernetesApi, from: string, deadline: number): Promise<void> {
    const { signal, settings } = this
    const watch = {
      version: from,
      seconds: 0,
      signal,
      quietMs: settings.quietMs,
      onChange: (secret: HelmSecret, isDeleted: boolean) => {
        if (isDeleted) this.inventory.drop(secret)
        else this.inventory.put(secret)
        this.markChanged(secret)
      },
      onActivity: () => {
        interruptions = 0
        this.updateReport(reachableNow())
      },
    }
    let interruptions = 0
    while (!signal.aborted && Date.now() < deadline) {
      try {
        watch.seconds = Math.ceil((deadline - Date.now()) / 1_000)
        await watchHelmSecrets(api, watch)
      } catch (error) {
        if (isExpired(error)) {
          this.updateReport({ watchedSince: null })
          return
        }
        interruptions += 1
        if (interruptions > maxInterruptions) throw error
        this.updateReport(problemOf(error))
        await this.pause(waitAfter(interruptions, settings))
      }
    }
  }

  /** Where the cluster does not allow listing all namespaces, polls those of tenants. */
  private async pollNamespaces(cluster: Cluster, api: KubernetesApi, deadline: number): Promise<void> {
    while (!this.signal.aborted && Date.now() < deadline) {
      const tenants = await db().tenant.findMany({
        where: { cluster: this.cluster },
        select: { namespace: true },
      })
      const namespaces = new Set<string>()
      const inventory = new Inventory(namespaces)
      await forEachConcurrently(tenants, namespacesAtOnce, async ({ namespace }) => {
        if (await this.list(cluster, api, namespace, inventory)) namespaces.add(namespace)
      })
      await this.compare(inventory)
      const denied = tenants.length - namespaces.size
      const problem = `Listing Secrets in all namespaces is forbidden (403). Only tenant namespaces are polled, every ${Math.round(this.settings.pollMs / 1_000)} s${denied === 0 ? "" : `; ${denied} of them are forbidden as well`}.`
      this.updateReport({ ...reachableNow(), scope: "NAMESPACES", problem, watchedSince: this.since() })
      await this.pause(this.settings.pollMs)
    }
  }

  private async list(
    cluster: Cluster,
    ownApi: KubernetesApi,
    namespace: string,
    inventory: Inventory,
  ): Promise<boolean> {
    this.tenantApis.delete(namespace)
    const list = (api: KubernetesApi) =>
      listHelmSecrets(api, namespace, (secret) => inventory.put(secret)).then(
        () => true,
        onStatus(403, false),
      )
    if (await list(ownApi)) return true
    if (cluster.identity === "cluster") return false
    const tenants = ownApi.sharing(asTenant(cluster, namespace))
    this.tenantApis.set(namespace, tenants)
    return list(tenants)
  }

  private apiOf(namespace: string): KubernetesApi | null {
    return this.tenantApis.get(namespace) ?? this.api
  }

  private async compare(inventory: Inventory): Promise<void> {
    this.inventory = inventory
    const { releases, charts } = await compareEverything(this.cluster, inventory, this.settings.staleMs)
    for (const { key, milliseconds } of releases) this.releases.add(formatKey(key), milliseconds)
    for (const key of charts) this.charts.add(formatKey(key), 0)
    this.updateReport({ comparedAt: new Date() })
  }

  /** Compares one release with its record; returns when to compare again. */
  private async reconcile(key: ReleaseKey): Promise<number | null> {
    const { cluster, inventory, settings } = this
    const api = this.apiOf(key.namespace)
    if (api === null || !inventory.covers(key.namespace)) return null
    // Read before Helm is, so that a change Slipway starts afterwards is detected.
    const release = await findWatched(cluster, key)
    if (release === null || !isManaged(release)) {
      await this.saveUnmanaged(key)
      return null
    }
    if (release.busy) return settings.busyMs
    const { staleMs } = settings
    const verdict = assessRelease(release, inventory.newest(key), new Date(), staleMs)
    if (verdict.kind === "match") return null
    if (verdict.kind === "wait") return verdict.milliseconds
    const retryMs = await reconcileRelease({ cluster, api, staleMs }, release)
    // After a removal another release of the same name may have been installed outside Slipway.
    if (retryMs === null && inventory.newest(key) !== null) {
      const now = await findWatched(cluster, key)
      if (now === null || !isManaged(now)) await this.saveUnmanaged(key)
    }
    return retryMs
  }

  private async saveUnmanaged(key: ReleaseKey): Promise<void> {
    if (await saveUnmanaged(this.cluster, key, this.inventory.newest(key))) this.charts.add(formatKey(key), 0)
  }

  private async lookUp(key: ReleaseKey): Promise<null> {
    const api = this.apiOf(key.namespace)
    if (api !== null) await lookUpChart(this.cluster, key, api)
    return null
  }

  /** Checks periodically whether the cluster is reachable, since a watch may be silent for a minute. */
  private async probe(): Promise<void> {
    while (!this.signal.aborted) {
      const result = await clusterNamed(this.cluster).then(
        (cluster) => readVersion(cluster, probeTimeoutMs),
        () => ({ problem: "The cluster is misconfigured; see the log for details." }),
      )
      if ("version" in result) this.updateReport({ ...reachableNow(), version: result.version })
      else this.updateReport({ reachable: false, problem: result.problem })
      await this.pause(this.settings.probeMs)
    }
  }

  private since(): Date {
    return this.report.watchedSince ?? new Date()
  }

  private updateReport(change: Partial<WatchReport>): void {
    const isReachableAgain =
      change.reachable === true && !this.report.reachable && change.problem === undefined
    this.report = {
      ...this.report,
      ...(isReachableAgain && this.report.scope === "CLUSTER" && { problem: null }),
      ...change,
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return sleepUnlessAborted(milliseconds, this.signal)
  }
}

const reachableNow = () => ({ reachable: true, lastSeenAt: new Date() })

/** A cluster that responds with an error status is reachable. */
function problemOf(error: unknown): Partial<WatchReport> {
  const hasResponded = error instanceof KubernetesError && error.status !== null
  const problem =
    error instanceof KubernetesError
      ? error.message
      : "The cluster cannot be watched; see the log for details."
  return { problem, reachable: hasResponded }
}
