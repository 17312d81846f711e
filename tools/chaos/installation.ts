import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { appendFileSync } from "node:fs"
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"
import { packDemoCharts } from "@/lib/console/demo/pack-demo-charts"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { distPath } from "@/lib/platform/dist-path"
import { Forwarder } from "@/tools/testing/forwarder"
import { PostgresPair } from "@/tools/testing/postgres-pair"
import { testTools } from "@/tools/testing/test-sandbox"
import { RestartingProcess } from "./restarting-process"
import { UnreliableReceiver } from "./unreliable-receiver"

const readyWithinMs = 120_000

/**
 * A complete installation of Slipway: the built web processes behind one address and the built workers, with a
 * PostgreSQL pair, the sandbox cluster and a receiver of webhooks.
 */
export class Installation {
  constructor(
    readonly folder: string,
    readonly env: Record<string, string>,
    readonly postgres: PostgresPair,
    readonly sandbox: RestartingProcess,
    readonly webs: readonly RestartingProcess[],
    readonly workers: readonly RestartingProcess[],
    readonly receiver: UnreliableReceiver,
    private readonly balancer: Forwarder,
  ) {}

  /** Two web processes and two workers; dist/ must have been built. */
  static async start(): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-chaos-"))
    // PostgreSQL's own account enters this folder when root runs this.
    await chmod(folder, 0o755)
    const { helm4 } = await testTools()
    await packDemoCharts(join(folder, "charts", "demo"))
    const postgres = await PostgresPair.start(folder)
    const installation = await startProcesses(folder, postgres, helm4.path).catch(async (error: unknown) => {
      await postgres.stop()
      throw error
    })
    await installation.untilReady().catch(async (error: unknown) => {
      await installation.stop(true)
      throw error
    })
    return installation
  }

  /** Logs what happens, next to the logs of the processes. */
  note(text: string): void {
    appendFileSync(join(this.folder, "chaos.log"), `${new Date().toISOString()} ${text}\n`)
  }

  get url(): string {
    return `http://localhost:${this.balancer.port}`
  }

  get processes(): RestartingProcess[] {
    return [...this.webs, ...this.workers, this.sandbox]
  }

  /** Waits until the database, both web processes and a worker respond. */
  async untilReady(): Promise<void> {
    const deadline = Date.now() + readyWithinMs
    while (Date.now() < deadline) {
      // Two requests in a row go to the two web processes.
      const responses = [await this.readiness(), await this.readiness()]
      if (responses.every((checks) => checks?.worker === "ok")) return
      await sleep(200)
    }
    throw new Error(`Slipway is not ready; see the logs in ${this.folder}.`)
  }

  private async readiness(): Promise<Record<string, unknown> | null> {
    const options = { signal: AbortSignal.timeout(5_000), headers: { connection: "close" } }
    return fetch(`${this.url}/api/health/ready`, options)
      .then(async (response) => (response.status === 200 ? Object((await response.json()).checks) : null))
      .catch(() => null)
  }

  /** `keepFolder`: with the logs of every process. */
  async stop(keepFolder = false): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()))
    await this.balancer.stop()
    await this.receiver.stop()
    await this.postgres.stop()
    if (!keepFolder) await rm(this.folder, { recursive: true, force: true })
  }
}

async function startProcesses(folder: string, postgres: PostgresPair, helm: string): Promise<Installation> {
  const webPorts = [await findFreePort(), await findFreePort()]
  let turn = 0
  const balancer = await Forwarder.start(() => (turn++ % 2 === 0 ? webPorts : webPorts.toReversed()))
  const receiver = await UnreliableReceiver.start()
  const certificate = join(folder, "receiver.pem")
  await writeFile(certificate, receiver.certificate)
  const temporary = join(folder, "tmp")
  const sandbox = join(folder, "sandbox")
  for (const path of [temporary, sandbox]) await mkdir(path, { mode: 0o700 })
  const env = {
    DATABASE_URL: postgres.url,
    SLIPWAY_URL: `http://localhost:${balancer.port}`,
    SLIPWAY_SECRET_KEY: randomBytes(32).toString("hex"),
    SLIPWAY_BOOTSTRAP_TOKEN: process.env.SLIPWAY_BOOTSTRAP_TOKEN || randomBytes(16).toString("hex"),
    SLIPWAY_DATA_DIR: folder,
    SLIPWAY_HELM: helm,
    SLIPWAY_LEASE_SECONDS: "6",
    SLIPWAY_DATABASE_POOL: "8",
    SLIPWAY_PRIVATE_HOSTS: "localhost",
    NODE_EXTRA_CA_CERTS: certificate,
    NODE_COMPILE_CACHE: join(folder, "compile-cache"),
  }
  const variables = {
    ...process.env,
    ...withoutClusters,
    ...env,
    TMPDIR: temporary,
    NODE_ENV: "production" as const,
  }
  await promisify(execFile)(process.execPath, [distPath("slipway.js"), "migrate"], { env: variables })
  const keep = (name: string, args: string[], more: Record<string, string> = {}) =>
    new RestartingProcess(name, {
      args,
      env: { ...variables, ...more },
      logFile: join(folder, `${name}.log`),
    })
  const sandboxArgs = ["--folder", sandbox, "--port", String(await findFreePort())]
  return new Installation(
    folder,
    env,
    postgres,
    keep("sandbox", [distPath("sandbox.js"), ...sandboxArgs]),
    webPorts.map((port, index) => keep(`web-${index + 1}`, [distPath("web.js")], { PORT: String(port) })),
    [1, 2].map((number) => keep(`worker-${number}`, [distPath("worker.js")])),
    receiver,
    balancer,
  )
}

/** So that the sandbox is the only cluster. */
const withoutClusters = { KUBECONFIG: "", SLIPWAY_CLUSTERS: "", KUBERNETES_SERVICE_HOST: "" }
