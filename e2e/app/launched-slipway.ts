import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "@playwright/test"

// Starting and recovering take seconds, and several times as long on a busy machine.
const patient = { timeout: 90_000 }

/** A Slipway for one test, started as `npm start` starts it, on the existing build. */
export class LaunchedSlipway {
  private static readonly running = new Set<LaunchedSlipway>()
  readonly ended: Promise<number | null>
  private text = ""

  private constructor(
    readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text) => {
        this.text += String(text)
      })
    }
    this.ended = once(child, "close").then(([code]) => {
      LaunchedSlipway.running.delete(this)
      return code
    })
    LaunchedSlipway.running.add(this)
  }

  /** Stops every instance that a failed test left running. */
  static async stopAll(): Promise<void> {
    await Promise.all([...LaunchedSlipway.running].map((slipway) => slipway.stop()))
  }

  /** Starts without waiting, for starts that must fail. */
  static spawn(at: { folder: string; port: number }, env: Record<string, string> = {}): LaunchedSlipway {
    const child = spawn(process.execPath, ["tools/launch/run.ts", "start"], {
      env: {
        ...process.env,
        PORT: String(at.port),
        SLIPWAY_DATA_DIR: at.folder,
        SLIPWAY_DEMO: "0",
        DATABASE_URL: "",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    })
    return new LaunchedSlipway(child, at.folder, `http://localhost:${at.port}`)
  }

  /** Starts and waits until it reports that it is ready. */
  static async start(
    at: { folder: string; port: number },
    env: Record<string, string> = {},
  ): Promise<LaunchedSlipway> {
    const slipway = LaunchedSlipway.spawn(at, env)
    await expect.poll(() => slipway.output, patient).toContain("Press Ctrl-C to stop it.")
    return slipway
  }

  get output(): string {
    return this.text
  }

  /** The account that it created because there was none. */
  firstAdmin(): { email: string; password: string } {
    const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(this.text) ?? []
    if (email === undefined || password === undefined) throw new Error("It created no account.")
    return { email, password }
  }

  /** Sends SIGTERM and returns the exit code. */
  stop(signal: "SIGTERM" | "SIGINT" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    this.child.kill(signal)
    return this.ended
  }

  async waitUntilReady(): Promise<void> {
    const checkReady = () =>
      fetch(`${this.url}/api/health/ready`).then(
        ({ status }) => status,
        () => 0,
      )
    await expect.poll(checkReady, patient).toBe(200)
  }

  async webPid(): Promise<number> {
    return Number(await readFile(join(this.folder, "web.pid"), "utf8"))
  }

  async postgresPid(): Promise<number> {
    const settings: { folder: string } = JSON.parse(
      await readFile(join(this.folder, "postgres.json"), "utf8"),
    )
    return Number((await readFile(join(settings.folder, "postmaster.pid"), "utf8")).split("\n")[0])
  }
}
