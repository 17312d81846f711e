import { setTimeout as sleep } from "node:timers/promises"
import { afterRun, restartDelayMs } from "@/tools/launch/restart-delay"
import { say } from "@/tools/launch/say"

/** A child process that is up. */
export type Running = {
  /** Resolves with how it ended. */
  exited: Promise<string>
  stop: () => Promise<void>
}

/** Starts the child and answers when it is up; throws when it ends first. `signal`: stop trying. */
export type Start = (signal: AbortSignal) => Promise<Running>

/** A child process that is started again whenever it ends by itself. */
export class KeptRunning {
  private readonly stopping = new AbortController()
  private readonly watching: Promise<void>

  private constructor(
    private readonly name: string,
    private readonly start: Start,
    private current: Running,
  ) {
    this.watching = this.watch()
  }

  /** The first start decides whether Slipway comes up, so its failure is thrown and not tried again. */
  static async start(name: string, start: Start, signal: AbortSignal): Promise<KeptRunning> {
    return new KeptRunning(name, start, await start(signal))
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.current.stop()
    await this.watching
  }

  private async watch(): Promise<void> {
    let failures = 0
    for (;;) {
      const upSince = Date.now()
      const how = await this.current.exited
      if (this.stopping.signal.aborted) return
      failures = afterRun(failures, Date.now() - upSince)
      say(`${this.name} ended (${how}); starting it again.`)
      const next = await this.startAgain(failures)
      if (next === null) return
      this.current = next
      if (this.stopping.signal.aborted) return this.current.stop()
      say(`${this.name} is back.`)
    }
  }

  private async startAgain(failuresBefore: number): Promise<Running | null> {
    const { signal } = this.stopping
    for (let failures = failuresBefore; !signal.aborted; failures++) {
      await sleep(restartDelayMs(failures), null, { signal }).catch(() => undefined)
      const started = signal.aborted ? null : await this.start(signal).catch(() => null)
      if (started !== null) return started
    }
    return null
  }
}
