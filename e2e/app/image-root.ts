import { type ChildProcess, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, cp, link, mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"
import { helm4Pin, pinnedTools } from "@/lib/kube/helm/pinned-tools"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { type OwnDatabase, ownDatabase } from "@/tools/testing/own-database"
import { databaseUrl, execute } from "@/tools/testing/test-database-server"
import { toolCache } from "@/tools/testing/test-sandbox"

const run = promisify(execFile)
/** The account that processes run as when the tests run as root. */
const unprivileged = 65_534

/** The content of the image as a folder, and processes that run from it as in a container. */
export class ImageRoot {
  private readonly children: ChildProcess[] = []
  readonly port: number
  readonly url: string

  private constructor(
    readonly folder: string,
    private readonly database: OwnDatabase,
    port: number,
  ) {
    this.port = port
    this.url = `http://localhost:${port}`
  }

  /** Runs the script of the image's Dockerfile, and starts an empty PostgreSQL. */
  static async build(): Promise<ImageRoot> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-image-"))
    const [database, tools] = await Promise.all([ownDatabase(), pinnedTools(helm4Pin, toolCache)])
    await execute(database.url, "CREATE DATABASE image")
    await run("deploy/build-image-root.sh", [folder, tools.helm])
    const node = join(folder, "usr", "local", "bin", "node")
    await link(process.execPath, node).catch(() => cp(process.execPath, node, { dereference: true }))
    await mkdir(join(folder, "tmp"))
    await run("chmod", ["-R", "a-w,a+rX", folder])
    await chmod(join(folder, "tmp"), 0o777)
    return new ImageRoot(folder, database, await findFreePort())
  }

  /** Starts a program of the image. `output` grows as it runs. */
  start(program: string, args: string[] = [], env: Record<string, string> = {}) {
    const temporary = join(this.folder, "tmp")
    const child = spawn(join(this.folder, "usr/local/bin/node"), [`dist/${program}`, ...args], {
      cwd: join(this.folder, "app"),
      env: {
        NODE_ENV: "production",
        NODE_OPTIONS: "--max-semi-space-size=16",
        PATH: join(this.folder, "usr/local/bin"),
        TMPDIR: temporary,
        SLIPWAY_DATA_DIR: join(temporary, "slipway"),
        DATABASE_URL: databaseUrl(this.database.url, "image"),
        SLIPWAY_SECRET_KEY: "only-for-tests-only-for-tests-only",
        PORT: String(this.port),
        ...env,
      },
      ...(process.getuid?.() === 0 ? { uid: unprivileged, gid: unprivileged } : {}),
    })
    this.children.push(child)
    const started = { child, output: "", ended: once(child, "close").then(([code]) => Number(code)) }
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        started.output += String(text)
      })
    return started
  }

  /** Runs a program of the image to its end. */
  async run(...what: Parameters<ImageRoot["start"]>): Promise<{ output: string; exitCode: number }> {
    const started = this.start(...what)
    const exitCode = await started.ended
    return { output: started.output, exitCode }
  }

  async remove(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const ended = once(child, "exit")
      child.kill("SIGTERM")
      await Promise.race([ended, sleep(10_000).then(() => child.kill("SIGKILL"))])
    }
    await run("chmod", ["-R", "u+w", this.folder])
    await Promise.all([this.database.remove(), rm(this.folder, { recursive: true, force: true })])
  }
}
