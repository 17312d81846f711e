import { setTimeout as sleep } from "node:timers/promises"
import { explainUnready, type Unready } from "@/lib/cluster/explain-unready"
import { readNamespace } from "@/lib/cluster/read-namespace"
import { log } from "@/lib/log"
import { type Work, whereOf } from "./work"

/** Looks at the cluster while Helm waits, says what is not ready and why, and remembers it for the error. */
export class ClusterWatch {
  private readonly stopping = new AbortController()
  private readonly looking: Promise<void>
  private readonly told = new Map<string, string>()
  private seen: Unready[] = []

  constructor(private readonly work: Work) {
    this.looking = this.look()
  }

  /** What was not ready when that was last seen; what will not get ready by itself rather than what only takes time. */
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
      await sleep(settings.watchMilliseconds, null, { signal }).catch(() => undefined)
      if (signal.aborted) return
      try {
        const state = await readNamespace(api, operation.namespace)
        if (!signal.aborted) this.tell(explainUnready(state, whereOf(this.work).release))
      } catch (error) {
        log.debug({ err: error, operationId: operation.id }, "The cluster could not be looked at")
      }
    }
  }

  private tell(unready: Unready[]): void {
    const { progress } = this.work
    for (const { kind, name, why, degraded } of unready) {
      const key = `${kind} ${name}`
      if (this.told.get(key) === why) continue
      this.told.set(key, why)
      progress.say(`${key} is not ready: ${why}`, degraded ? "warning" : "info")
    }
    for (const key of this.told.keys()) {
      if (unready.some(({ kind, name }) => `${kind} ${name}` === key)) continue
      this.told.delete(key)
      progress.say(`${key} is ready or gone.`)
    }
    const stuck = unready.filter((one) => one.degraded)
    if (stuck.length > 0) this.seen = stuck
    else if (unready.length > 0 && !this.seen.some((one) => one.degraded)) this.seen = unready
  }
}
