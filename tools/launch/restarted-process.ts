import { setTimeout as sleep } from "node:timers/promises"
import { print } from "@/tools/launch/print"
import { afterRun, restartDelayMs } from "@/tools/launch/restart-delay"

/** A running child process. */
export type Running = {
  /** Resolves with the exit signal or code. */
  exited: Promise<string>
  stop: () => Promise<void>
}

/** Starts the child and resolves when it is ready; throws if it exits first. `signal`: stop trying. */
export type Start = (signal: AbortSignal) => Promise<Running>

/** A child process that is restarted whenever it exits by itself. */
export class RestartedProcess {
  private readonly stopping = new AbortController()
  private readonly watching: Promise<void>

  private constructor(
    private readonly name: string,
    private readonly start: Start,
    private current: Running,
  ) {
    this.watching = this.watch()
  }

  /** The first start decides whether Slipway starts, so its failure is thrown and not retried. */
  static async start(name: string, start: Start, signal: AbortSignal): Promise<RestartedProcess> {
    return new RestartedProcess(name, start, await start(signal))
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
      const exitStatus = await this.current.exited
      if (this.stopping.signal.aborted) return
      failures = afterRun(failures, Date.now() - upSince)
      print(`${this.name} exited (${exitStatus}), restarting it.`)
      const next = await this.startAgain(failures)
      if (next === null) return
      this.current = next
      if (this.stopping.signal.aborted) return this.current.stop()
      print(`${this.name} is running again.`)
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
