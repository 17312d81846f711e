import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { CreatedToken } from "@/lib/identity/tokens/schema"
import { initializeCluster } from "@/lib/platform/db/embedded-initialize"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { EmbeddedServer } from "@/lib/platform/db/embedded-server"
import { applyMigrations } from "@/lib/platform/db/migrate"
import { distPath } from "@/lib/platform/dist-path"
import { buildProcesses } from "@/tools/launch/build-processes"
import { buildWeb } from "@/tools/launch/build-web"
import { tuning } from "@/tools/launch/local-database"
import { print } from "@/tools/launch/print"
import { runTool, toolPath } from "@/tools/launch/run-tool"
import { webFlags } from "@/tools/launch/web-process"
import { Caller } from "./http-load"
import { withSql } from "./with-sql"

export type Slipway = { caller: Caller; pid: number; databaseUrl: string }

const token = randomBytes(16).toString("hex")
const baselineRoute = `export async function POST(request: Request) {
  return Response.json(await request.json(), { status: 201 })
}
`

/** A PostgreSQL with the settings of the local one, and web processes on it; everything is removed at the end. */
export class Stage {
  private readonly children: ChildProcess[] = []

  private constructor(
    private readonly folder: string,
    private readonly postgres: EmbeddedServer,
  ) {}

  static async open(): Promise<Stage> {
    await buildProcesses()
    await buildWeb()
    const folder = await mkdtemp(join(tmpdir(), "slipway-bench-"))
    // Root runs PostgreSQL as another user, who needs access.
    await chmod(folder, 0o755)
    await initializeCluster(join(folder, "postgres"), "bench")
    const postgres = await EmbeddedServer.start({
      folder: join(folder, "postgres"),
      port: await findFreePort(),
      password: "bench",
      logFile: join(folder, "postgres.log"),
      settings: tuning,
    })
    return new Stage(folder, postgres)
  }

  /** A Slipway with its own empty database. */
  async slipway(name: string, connections = 1, env: Record<string, string> = {}): Promise<Slipway> {
    await withSql(this.postgres.connectionString("postgres"), (sql) => sql.query(`CREATE DATABASE ${name}`))
    const databaseUrl = this.postgres.connectionString(name)
    await applyMigrations(databaseUrl)
    const { port, pid } = await this.serve([distPath("web.js")], "/api/health/ready", {
      DATABASE_URL: databaseUrl,
      SLIPWAY_BOOTSTRAP_TOKEN: token,
      SLIPWAY_SECRET_KEY: randomBytes(32).toString("hex"),
      SLIPWAY_LOG_LEVEL: "error",
      NODE_OPTIONS: webFlags.join(" "),
      ...env,
    })
    // The bootstrap token is not looked up.
    const created = await new Caller(port, token).call({
      method: "POST",
      path: "/api/v1/tokens",
      body: JSON.stringify({ name: "bench", scopes: ["admin"] }),
    })
    const ofPipeline: CreatedToken = JSON.parse(created)
    return { caller: new Caller(port, ofPipeline.token, connections), pid, databaseUrl }
  }

  /** Another program of the product, such as the worker. */
  run(program: string, env: Record<string, string>, ...args: string[]): void {
    const child = spawn(process.execPath, [distPath(`${program}.js`), ...args], {
      env: { ...process.env, ...env, NODE_ENV: "production", SLIPWAY_LOG_LEVEL: "error" },
      stdio: ["ignore", "ignore", "inherit"],
    })
    this.children.push(child)
  }

  /** A folder that is deleted with the rest. */
  async folderFor(name: string): Promise<string> {
    const folder = join(this.folder, name)
    await mkdir(folder)
    return folder
  }

  /** A Next.js application with one route, which parses its body and returns it. */
  async baseline(connections: number): Promise<Caller> {
    const folder = join(process.cwd(), ".tmp", "bench-baseline")
    const route = join(folder, "app", "api", "baseline")
    // Always a clean build: over an earlier build Next.js would also use the proxy of the parent folders.
    await rm(folder, { recursive: true, force: true })
    await mkdir(route, { recursive: true })
    await writeFile(join(route, "route.ts"), baselineRoute)
    // Without its own configuration, Next.js would use that of the parent folder: the product's.
    await writeFile(join(folder, "next.config.mjs"), "export default {}\n")
    await runTool(toolPath("next"), ["build", folder], { NODE_ENV: "production" })
    const { port } = await this.serve([toolPath("next"), "start", folder], "/api/baseline", {})
    return new Caller(port, token, connections)
  }

  async close(): Promise<void> {
    for (const child of this.children) {
      child.kill("SIGKILL")
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
    }
    await this.postgres.stop()
    await rm(this.folder, { recursive: true, force: true })
  }

  private async serve(program: string[], path: string, env: Record<string, string>) {
    const port = await findFreePort()
    const child = spawn(process.execPath, program, {
      env: { ...process.env, ...env, NODE_ENV: "production", PORT: String(port) },
      stdio: ["ignore", "ignore", "inherit"],
    })
    this.children.push(child)
    while (
      !(await fetch(`http://127.0.0.1:${port}${path}`).then(
        (response) => response.status < 500,
        () => false,
      ))
    ) {
      if (child.exitCode !== null)
        throw new Error("A web process of the benchmark ended before it was ready.")
      await sleep(50)
    }
    print(`Web process listening on port ${port}.`)
    return { port, pid: child.pid ?? 0 }
  }
}
