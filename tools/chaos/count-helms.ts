import { setTimeout as sleep } from "node:timers/promises"
import { helmsByOperation } from "@/tools/testing/helm-processes"

const pollMs = 250

/**
 * Watches the Helm processes of an installation, and records which operations ran at the same time, sorted and with
 * repeats.
 */
export class HelmCount {
  private readonly seen = new Set<string>()
  private readonly stopping = new AbortController()
  private readonly watching: Promise<void>

  constructor(private readonly folder: string) {
    this.watching = this.watch()
  }

  /** Pairs of operations with simultaneous Helm processes; a pair of the same operation if one had two. */
  pairs(): [string, string][] {
    return [...this.seen].map((pair): [string, string] => {
      const [one = "", other = ""] = pair.split(" ")
      return [one, other]
    })
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.watching
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      const running = [...(await helmsByOperation(this.folder))]
        .flatMap(([operationId, pids]) => pids.map(() => operationId))
        .sort()
      running.forEach((one, index) => {
        for (const other of running.slice(index + 1)) this.seen.add(`${one} ${other}`)
      })
      await sleep(pollMs, null, { signal }).catch(() => undefined)
    }
  }
}
