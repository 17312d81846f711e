import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { distPath } from "@/lib/platform/dist-path"
import type { ReleaseFixture } from "./release-fixture"

/**
 * The sandbox of a fixture in a separate process, as with `npm start`, so that its computation does not count for this
 * process.
 */
export class SandboxProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Replaces the sandbox in this process. */
  static async startInstead({ sandbox, folder }: ReleaseFixture): Promise<SandboxProcess> {
    const { port } = new URL(sandbox.url)
    await sandbox.stop()
    const args = [distPath("sandbox.js"), "--folder", join(folder, "sandbox"), "--port", port]
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] })
    const [message] = await Promise.race([once(child, "message"), once(child, "exit")])
    if (message !== "ready") throw new Error("The sandbox ended before it was ready.")
    return new SandboxProcess(child)
  }

  async stop(): Promise<void> {
    const exited = once(this.child, "exit")
    this.child.kill("SIGTERM")
    await exited
  }
}
