import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { distPath } from "@/lib/platform/dist-path"

/** The worker as a separate process, as started by `npm run worker`, which a test may kill. */
export class WorkerProcess {
  private child: ChildProcess | null = null
  /** Its log output. */
  log = ""

  constructor(private readonly env: Record<string, string>) {}

  /** Returns once it has logged `message`. */
  async start(message = "worker ready"): Promise<void> {
    const child = spawn(process.execPath, [distPath("worker.js")], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, NODE_ENV: "production", SLIPWAY_LOG_LEVEL: "info", ...this.env },
    })
    this.child = child
    const read = (chunk: Buffer) => {
      this.log += chunk.toString()
    }
    child.stdout?.on("data", read)
    child.stderr?.on("data", read)
    const from = this.log.length
    while (!this.log.slice(from).includes(message)) {
      await Promise.race([once(child.stdout ?? child, "data"), once(child, "exit")])
      if (child.exitCode !== null) throw new Error(`The worker ended: ${this.log.slice(from)}`)
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, "exit")
    child.kill(signal)
    await exited
  }
}
