import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

const restartMs = 500

/** A program that is restarted whenever it ends, as in Kubernetes, and that can be sent any signal. */
export class RestartingProcess {
  private child: ChildProcess
  private isStopping = false
  private readonly ended: Promise<void>

  constructor(
    readonly name: string,
    private readonly program: {
      args: readonly string[]
      env: NodeJS.ProcessEnv
      /** Its output is appended to this file. */
      logFile: string
    },
  ) {
    this.child = this.spawn()
    this.ended = this.restartOnExit()
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  async pause(milliseconds: number): Promise<void> {
    const { child } = this
    child.kill("SIGSTOP")
    await sleep(milliseconds)
    child.kill("SIGCONT")
  }

  async stop(): Promise<void> {
    this.isStopping = true
    this.child.kill("SIGCONT")
    this.child.kill("SIGTERM")
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 10_000)
    await this.ended
    clearTimeout(timer)
  }

  private spawn(): ChildProcess {
    const { args, env, logFile } = this.program
    const log = openSync(logFile, "a")
    try {
      return spawn(process.execPath, args, { env, stdio: ["ignore", log, log] })
    } finally {
      closeSync(log)
    }
  }

  private async restartOnExit(): Promise<void> {
    for (;;) {
      await once(this.child, "exit")
      if (this.isStopping) return
      await sleep(restartMs)
      if (this.isStopping) return
      this.child = this.spawn()
    }
  }
}
