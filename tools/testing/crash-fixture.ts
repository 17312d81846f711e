import { Client } from "pg"
import { expect } from "vitest"
import { databaseUrl } from "@/lib/platform/env"
import type { Disturbed } from "@/tools/sandbox/faults"
import { labelsOf } from "@/tools/sandbox/kube-object"
import { createObject } from "@/tools/sandbox/write-object"
import { beginAll, type Change, type Prepared, prepare, statesOf, waitUntilFinished } from "./crash-changes"
import { expectConverged } from "./expect-converged"
import { Gate } from "./gated-chart"
import { countHelms, helmOf } from "./helm-processes"
import type { ReleaseFixture } from "./release-fixture"
import { WorkerProcess } from "./worker-process"

/** Slipway's promised recovery time, measured from the crash. */
const promisedSeconds = 90
const reached = { timeout: 60_000, interval: 50 }
const kinds = ["INSTALL", "UPGRADE", "ROLLBACK", "UNINSTALL"]

/** Catches a change of each kind at a certain point, with its own tenant, namespace, releases and worker. */
export class CrashFixture {
  readonly worker: WorkerProcess
  changes: Change[] = []
  private readonly gate: Gate
  private prepared: Prepared | null = null
  private counted: () => Promise<number> = async () => 0
  private injectedAt = 0

  constructor(
    private readonly releaseFixture: ReleaseFixture,
    private readonly slug: string,
    leaseSeconds: number,
  ) {
    this.gate = new Gate(releaseFixture.sandbox, this.namespace)
    this.worker = new WorkerProcess({
      SLIPWAY_DATA_DIR: releaseFixture.folder,
      SLIPWAY_HELM: releaseFixture.helm.path,
      SLIPWAY_LEASE_SECONDS: String(leaseSeconds),
      SLIPWAY_WORKER_CONCURRENCY: "8",
    })
  }

  private get namespace(): string {
    return `tenant-${this.slug}`
  }

  private get ids(): string[] {
    return this.changes.map(({ operationId }) => operationId)
  }

  async open(): Promise<void> {
    const { cluster } = this.releaseFixture.sandbox
    const type = cluster.registry.byStorage("/namespaces")
    if (type === null) throw new Error("The sandbox has no namespace kind.")
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: this.namespace } }
    createObject(cluster, type, namespace, { manager: "test", dryRun: false })
    this.gate.open()
    await this.worker.start()
    this.prepared = await prepare(await this.releaseFixture.tenant(this.slug))
  }

  async close(): Promise<void> {
    this.releaseFixture.sandbox.faults.clear()
    this.gate.open()
    await this.counted()
    await this.worker.end("SIGKILL")
    for (const pid of await helmOf(this.ids)) kill(pid)
  }

  async start(): Promise<void> {
    if (this.prepared === null) throw new Error("The fixture is not open.")
    this.changes = await beginAll(this.prepared)
    this.counted = countHelms(this.ids)
  }

  /** Starts every change and waits until every Helm waits for `openGate`. */
  async beginAndWait(): Promise<void> {
    this.gate.close()
    await this.start()
    await this.waitUntil(() => this.changes.every(({ name }) => this.gate.isWaitedFor(name)))
  }

  get faults() {
    return this.releaseFixture.sandbox.faults
  }

  /** Starts every change and waits until the worker reads Helm's history, which hangs until the faults are cleared. */
  async beginAndReachHistory(): Promise<void> {
    const disturbed = this.faults.set({ mode: "hang", methods: ["GET"], pathPart: `${this.secretsPath}?` })
    await this.start()
    await this.waitUntil(async () => this.wasRequestedForAll(disturbed) && (await this.isBeforeHelm()))
  }

  /** Whether Helm's history of each release was requested. */
  wasRequestedForAll(disturbed: Disturbed): boolean {
    const isAbout = (name: string) => (one: string) =>
      one.startsWith("GET ") && one.includes(`${this.secretsPath}?`) && one.includes(name)
    return this.changes.every(({ name }) => disturbed.some(isAbout(`name%3D${name}`)))
  }

  /** Whether a request of each running Helm was affected. */
  async wasHelmDisturbed(requests: Disturbed): Promise<boolean> {
    const ofHelm = requests.filter((request) => / Helm\//.test(request))
    const still = await Promise.all(
      this.changes.map(async ({ operationId, name }) => ({ name, pids: await helmOf([operationId]) })),
    )
    return (
      ofHelm.length > 0 &&
      still.every(({ name, pids }) => pids.length === 0 || ofHelm.some((one) => one.includes(name)))
    )
  }

  openGate(): void {
    this.gate.open()
  }

  /** A part of the path of every request about this fixture, or about its Helm records. */
  get path(): string {
    return `/namespaces/${this.namespace}/`
  }

  get secretsPath(): string {
    return `${this.path}secrets`
  }

  /** Waits until Helm has stored its success without a response, so that it is still running. */
  async waitForHelmWithoutResponse(): Promise<void> {
    for (const { kind, name, makes } of this.changes) {
      const methods = [kind === "UNINSTALL" ? "DELETE" : "PUT"]
      const pathPart = `${this.secretsPath}/sh.helm.release.v1.${name}.v${makes}`
      this.releaseFixture.sandbox.faults.set({ mode: "no-response", methods, pathPart })
    }
    this.openGate()
    await this.waitUntil(() => this.helmHasSucceeded)
    expect(await helmOf(this.ids)).toHaveLength(kinds.length)
  }

  /** Helm's status of the revision that the change creates, read from the store; empty if there is none. */
  statusOf({ name, makes }: Change): string {
    const { store } = this.releaseFixture.sandbox.cluster
    const secret = store.get("/secrets", this.namespace, `sh.helm.release.v1.${name}.v${makes}`)
    return secret === null ? "" : (labelsOf(secret).status ?? "")
  }

  private get helmHasSucceeded(): boolean {
    return this.changes.every(
      (change) => this.statusOf(change) === (change.kind === "UNINSTALL" ? "" : "deployed"),
    )
  }

  async waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
    await expect.poll(condition, reached).toBe(true)
  }

  /** Waits until Helm has succeeded and exited, and blocks its recording until the returned function is called. */
  async waitForUnseenHelmExit(): Promise<() => Promise<void>> {
    const unlock = await this.lockOperations()
    this.openGate()
    await this.waitUntil(async () => (await helmOf(this.ids)).length === 0)
    expect(this.helmHasSucceeded).toBe(true)
    return unlock
  }

  /** Whether the worker has every operation and has started Helm for none. */
  async isBeforeHelm(): Promise<boolean> {
    const rows = await statesOf(this.ids)
    return rows.every((row) => row.state === "RUNNING" && row.helmStartedAt === null)
  }

  /** Whether a worker holds the lease of each change. */
  async held(): Promise<boolean[]> {
    const rows = await statesOf(this.ids)
    return rows.map(({ leaseUntil }) => leaseUntil !== null && leaseUntil.getTime() > Date.now())
  }

  private async lockOperations(): Promise<() => Promise<void>> {
    const client = new Client({ connectionString: databaseUrl() })
    // A restart of PostgreSQL releases the lock, too.
    client.on("error", () => undefined)
    await client.connect()
    await client.query("BEGIN")
    await client.query("SELECT 1 FROM operation WHERE id = ANY($1) FOR UPDATE", [this.ids])
    return () => client.end().catch(() => undefined)
  }

  async killHelm(): Promise<void> {
    const pids = await helmOf(this.ids)
    expect(pids).toHaveLength(kinds.length)
    for (const pid of pids) kill(pid)
  }

  /** Starts the promised recovery time. */
  injectFault(): void {
    this.injectedAt = Date.now()
  }

  /** Expects everything to end within the promised time and to match Helm. Returns the operations' states. */
  async finish(): Promise<string[]> {
    const remainingSeconds = promisedSeconds - (Date.now() - this.injectedAt) / 1_000
    await waitUntilFinished(this.ids, remainingSeconds)
    expect(await this.counted()).toBe(1)
    const context = { helm: this.releaseFixture.helm, kubeconfig: this.releaseFixture.kubeconfig }
    await Promise.all(this.changes.map((change) => expectConverged(context, change)))
    const rows = await statesOf(this.ids)
    return rows.map(({ kind, state, error }) =>
      [kind, state, error].filter((part) => part !== null).join(" "),
    )
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch {
    // The process has just exited by itself.
  }
}

/** The result of `finish` if every change succeeded. */
export const allSucceeded = kinds.map((kind) => `${kind} SUCCEEDED`)
