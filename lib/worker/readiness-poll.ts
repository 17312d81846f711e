import { explainUnready, type Hook, hasHooks, type Unready } from "@/lib/kube/cluster/explain-unready"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { type NamespaceState, readNamespace } from "@/lib/kube/cluster/read-namespace"
import { readStoredRevision } from "@/lib/kube/cluster/stored-revision"
import { log } from "@/lib/platform/log"
import { sleepUnlessAborted } from "@/lib/platform/wait-at-most"
import type { ChangeContext } from "./change-context"

/** Reads the cluster while Helm waits, reports what is not ready and why, and keeps it for the error. */
export class ReadinessPoll {
  /** What was not ready at the last read; if some will not recover by themselves, only those. */
  unready: readonly Unready[] = []
  private readonly stopping = new AbortController()
  private readonly polling: Promise<void>
  private readonly reportedByName = new Map<string, string>()
  private hooks: { revision: number; hooks: readonly Hook[] } | null = null

  constructor(private readonly context: ChangeContext) {
    this.polling = this.poll()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.polling
  }

  private async poll(): Promise<void> {
    const { api, operation, settings } = this.context
    const { signal } = this.stopping
    while (!signal.aborted) {
      await sleepUnlessAborted(settings.watchMs, signal)
      if (signal.aborted) return
      try {
        const state = await readNamespace(api, operation.namespace)
        const hooks = hasHooks(state) ? await this.hooksOfRelease() : []
        if (!signal.aborted) this.report(state, explainUnready(state, operation.releaseName, hooks))
      } catch (error) {
        log.debug({ err: error, operationId: operation.id }, "could not read the cluster")
      }
    }
  }

  /** The hooks of the current revision; other releases in the namespace may have hooks, too. */
  private async hooksOfRelease(): Promise<readonly Hook[]> {
    const { api, operation } = this.context
    const revision = (await readHelmRevisions(api, operation)).at(-1)?.revision
    if (revision === undefined) return []
    if (this.hooks?.revision !== revision) {
      const stored = await readStoredRevision(api, operation, revision)
      this.hooks = { revision, hooks: stored?.record.hooks ?? [] }
    }
    return this.hooks.hooks
  }

  private report({ workloads }: NamespaceState, unready: Unready[]): void {
    const { progress } = this.context
    for (const { kind, name, explanation, degraded } of unready) {
      const key = `${kind} ${name}`
      if (this.reportedByName.get(key) === explanation) continue
      this.reportedByName.set(key, explanation)
      progress.report(`${key} is not ready: ${explanation}`, degraded ? "warning" : "info")
    }
    for (const key of this.reportedByName.keys()) {
      if (unready.some(({ kind, name }) => `${kind} ${name}` === key)) continue
      this.reportedByName.delete(key)
      const exists = workloads.some(({ kind, metadata }) => `${kind} ${metadata.name}` === key)
      progress.report(exists ? `${key} is ready.` : `${key} was deleted.`)
    }
    const stuck = unready.filter((object) => object.degraded)
    if (stuck.length > 0) this.unready = stuck
    else if (unready.length > 0 && !this.unready.some((object) => object.degraded)) this.unready = unready
  }
}
