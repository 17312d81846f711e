import { setTimeout as sleep } from "node:timers/promises"
import { explainUnready, type Hook, hasHooks, type Unready } from "@/lib/kube/cluster/explain-unready"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { type NamespaceState, readNamespace } from "@/lib/kube/cluster/read-namespace"
import { readStoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { log } from "@/lib/platform/log"
import { type Work, whereOf } from "./work"

/** Reads the cluster while Helm waits, reports what is not ready and why, and keeps it for the error. */
export class ClusterWatch {
  private readonly stopping = new AbortController()
  private readonly looking: Promise<void>
  private readonly reported = new Map<string, string>()
  private seen: Unready[] = []
  private hooks: { revision: number; hooks: readonly Hook[] } | null = null

  constructor(private readonly work: Work) {
    this.looking = this.look()
  }

  /** What was not ready at the last read; resources that will not recover by themselves before those that only take time. */
  get unready(): readonly Unready[] {
    return this.seen
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.looking
  }

  private async look(): Promise<void> {
    const { api, operation, settings } = this.work
    const { signal } = this.stopping
    while (!signal.aborted) {
      await sleep(settings.watchMs, null, { signal }).catch(() => undefined)
      if (signal.aborted) return
      try {
        const state = await readNamespace(api, operation.namespace)
        const hooks = hasHooks(state) ? await this.ownHooks() : []
        if (!signal.aborted) this.report(state, explainUnready(state, whereOf(this.work).release, hooks))
      } catch (error) {
        log.debug({ err: error, operationId: operation.id }, "could not read the cluster")
      }
    }
  }

  /** Only the hooks of the current revision; other releases in the namespace may have hooks, too. */
  private async ownHooks(): Promise<readonly Hook[]> {
    const { namespace, release } = whereOf(this.work)
    const revision = (await readHelmRevisions(this.work.api, namespace, release)).at(-1)?.revision
    if (revision === undefined) return []
    if (this.hooks?.revision !== revision) {
      const stored = await readStoredRevision(this.work.api, { namespace, release, revision })
      this.hooks = { revision, hooks: stored?.record.hooks ?? [] }
    }
    return this.hooks.hooks
  }

  private report({ workloads }: NamespaceState, unready: Unready[]): void {
    const { progress } = this.work
    for (const { kind, name, why, degraded } of unready) {
      const key = `${kind} ${name}`
      if (this.reported.get(key) === why) continue
      this.reported.set(key, why)
      progress.say(`${key} is not ready: ${why}`, degraded ? "warning" : "info")
    }
    for (const key of this.reported.keys()) {
      if (unready.some(({ kind, name }) => `${kind} ${name}` === key)) continue
      this.reported.delete(key)
      const exists = workloads.some(({ kind, metadata }) => `${kind} ${metadata.name}` === key)
      progress.say(exists ? `${key} is ready.` : `${key} was deleted.`)
    }
    const stuck = unready.filter((one) => one.degraded)
    if (stuck.length > 0) this.seen = stuck
    else if (unready.length > 0 && !this.seen.some((one) => one.degraded)) this.seen = unready
  }
}
