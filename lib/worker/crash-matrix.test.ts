import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { z } from "zod"
import { systemActor } from "@/lib/auth/actor"
import { clusterNamed } from "@/lib/cluster/cluster-named"
import { KubernetesApi } from "@/lib/cluster/kubernetes-api"
import { disconnect, prismaClient } from "@/lib/db/client"
import { db, transaction } from "@/lib/db/transaction"
import { getHistory } from "@/lib/helm/get-history"
import { installRelease } from "@/lib/releases/install-release"
import { rollBackRelease } from "@/lib/releases/roll-back-release"
import { installReleaseSchema, upgradeReleaseSchema } from "@/lib/releases/schema"
import { uninstallRelease } from "@/lib/releases/uninstall-release"
import { upgradeRelease } from "@/lib/releases/upgrade-release"
import { countHelms, helmOf } from "@/lib/testing/helm-processes"
import { type OwnDatabase, ownDatabase } from "@/lib/testing/own-database"
import { type ReleaseStage, releaseStage } from "@/lib/testing/release-stage"
import { WorkerProcess } from "@/lib/testing/worker-process"

const actor = systemActor("crash matrix")
const leaseSeconds = 2
let database: OwnDatabase
let stage: ReleaseStage
let worker: WorkerProcess
let tenantId: string
let api: KubernetesApi

beforeAll(async () => {
  database = await ownDatabase()
  await disconnect()
  process.env.DATABASE_URL = database.url
  stage = await releaseStage()
  tenantId = await stage.tenant("crash")
  worker = new WorkerProcess({
    DATABASE_URL: database.url,
    SLIPWAY_DATA_DIR: stage.folder,
    SLIPWAY_HELM: stage.helm.path,
    SLIPWAY_LEASE_SECONDS: String(leaseSeconds),
    SLIPWAY_WORKER_CONCURRENCY: "8",
  })
  api = new KubernetesApi(await clusterNamed("sandbox"))
  await worker.start()
  await prepare()
}, 120_000)
afterAll(async () => {
  await worker.end("SIGKILL")
  api.close()
  await disconnect()
  await stage.remove()
  await database.remove()
}, 60_000)

const context = () => ({ helm: stage.helm, kubeconfig: stage.kubeconfig })
const where = (release: string) => ({ release, namespace: "tenant-crash" })
const operationOf = (id: string) => prismaClient().operation.findUniqueOrThrow({ where: { id } })

const slow = { image: { tag: "slow" } }
type Kind = "INSTALL" | "UPGRADE" | "ROLLBACK" | "UNINSTALL"
type Change = { kind: Kind; name: string; releaseId: string; operationId: string }
let count = 0

async function install(name: string, valuesOverride = {}): Promise<Change> {
  const asked = { tenantId, releaseName: name, chartName: "matih-ai-service", chartVersion: "1.0.0" }
  const { release, operationId } = await installRelease(
    actor,
    installReleaseSchema.parse({ ...asked, valuesOverride, timeout: 30 }),
  )
  return { kind: "INSTALL", name, releaseId: release.id, operationId }
}

type There = { kind: Kind; name: string; releaseId: string }
let upgraded: There
let rolledBack: There
/** What the test before has installed is what the next uninstalls. */
let leftover: There

/** Two releases to change again and again; the first revision of one takes its time to become ready. */
async function prepare(): Promise<void> {
  const [one, two, three] = await Promise.all([
    install("upgraded"),
    install("rolled-back", slow),
    install("leftover"),
  ])
  await over(one.operationId, two.operationId, three.operationId)
  const reset = upgradeReleaseSchema.parse({ valuesMode: "reset", timeout: 30 })
  await over((await upgradeRelease(actor, two.releaseId, reset)).operationId)
  upgraded = { ...one, kind: "UPGRADE" }
  rolledBack = { ...two, kind: "ROLLBACK" }
  leftover = { ...three, kind: "UNINSTALL" }
}

async function beginAll(values: object): Promise<Change[]> {
  const installed = { kind: "INSTALL" as const, name: `installed-${++count}`, releaseId: "" }
  const there: There[] = [installed, upgraded, rolledBack, leftover]
  const changes = await Promise.all(there.map((one) => begin(one.kind, one.name, one.releaseId, values)))
  leftover = { ...installed, kind: "UNINSTALL", releaseId: changes[0]?.releaseId ?? "" }
  return changes
}

async function begin(kind: Kind, name: string, releaseId: string, values: object): Promise<Change> {
  if (kind === "INSTALL") return install(name, values)
  const { operationId } = await ask(kind, releaseId, values)
  return { kind, name, releaseId, operationId }
}

function ask(kind: Exclude<Kind, "INSTALL">, releaseId: string, valuesOverride: object) {
  if (kind === "ROLLBACK") return rollBackRelease(actor, releaseId, { targetRevision: 1 })
  if (kind === "UNINSTALL") return uninstallRelease(actor, releaseId, "a crash")
  const asked = { valuesMode: "reset", valuesOverride, timeout: 30 }
  return upgradeRelease(actor, releaseId, upgradeReleaseSchema.parse(asked))
}

const states = (pattern: RegExp) => async (ids: string[]) => {
  const rows = await prismaClient()
    .operation.findMany({ where: { id: { in: ids } } })
    .catch(() => [])
  return rows.length === ids.length && rows.every(({ state }) => pattern.test(state))
}
const areOver = states(/SUCCEEDED|FAILED|CANCELLED/)
async function over(...ids: string[]) {
  const look = async () => expect(await areOver(ids)).toBe(true)
  await vi.waitFor(look, { timeout: 60_000, interval: 100 })
}

const labels = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()) }) })

/** Releases that Helm is at work on, by the labels of its Secrets. */
async function namesOfPending(): Promise<string[]> {
  const selector = encodeURIComponent(
    "owner=helm,status in (pending-install,pending-upgrade,pending-rollback)",
  )
  const list = z.object({ items: z.array(labels) })
  const { items } = await api.get(`/api/v1/namespaces/tenant-crash/secrets?labelSelector=${selector}`, list)
  return items.map(({ metadata }) => metadata.labels.name ?? "")
}

const terminal =
  /^release\.(installed|upgraded|rolled_back|uninstalled|(install|upgrade|rollback|uninstall)_(failed|cancelled))$/

async function expectPeace(change: Change): Promise<void> {
  const { releaseId, name, operationId } = change
  const history = await getHistory(context(), where(name))
  const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
  const revisions = await prismaClient().releaseRevision.findMany({
    where: { releaseId, operation: { not: "UNINSTALL" } },
    orderBy: { revision: "asc" },
  })
  const told = JSON.stringify({ change, history, status: release.status, error: release.lastError })
  expect(
    history.filter(({ status }) => /pending|uninstalling/.test(status)),
    told,
  ).toEqual([])
  expect(release.status, told).toMatch(/^(DEPLOYED|FAILED|UNINSTALLED)$/)
  const ofHelm = history.map(({ revision, status }) => [
    revision,
    status === "failed" ? "FAILED" : "DEPLOYED",
  ])
  const ofSlipway = revisions.map(({ revision, status }) => [revision, status])
  // Helm prunes its oldest; Slipway does not.
  const [oldest] = history
  const since = revisions.findIndex(({ revision }) => revision === oldest?.revision)
  if (oldest !== undefined) expect(ofSlipway.slice(since), told).toEqual(ofHelm)
  const last = history.at(-1)
  if (last === undefined)
    expect([release.inCluster, release.status === "DEPLOYED"], told).toEqual([false, false])
  else expect([release.revision, release.status], told).toEqual([last.revision, last.status.toUpperCase()])
  const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: releaseId } })
  const ended = audit.filter(({ action, body }) => terminal.test(action) && body.includes(operationId))
  expect(
    ended.map(({ action }) => action),
    told,
  ).toHaveLength(1)
}

type Blow = () => Promise<void>
const blows: Record<string, (changes: readonly Change[]) => Blow> = {
  "SIGKILL of the worker": () => async () => {
    await worker.end("SIGKILL")
    await worker.start()
  },
  "SIGTERM of the worker": () => async () => {
    await worker.end("SIGTERM")
    await worker.start()
  },
  "SIGKILL of helm": (changes) => async () => {
    for (const { operationId } of changes) {
      for (const pid of await helmOf(operationId)) process.kill(pid, "SIGKILL")
    }
  },
  "a restart of PostgreSQL": () => () => database.restart(),
  "an API server that answers 503": () => async () => {
    stage.sandbox.faults.set({ mode: "error", status: 503, milliseconds: 2_500 })
    await sleep(2_500)
  },
  "an API server that hangs": () => async () => {
    stage.sandbox.faults.set({ mode: "hang", milliseconds: 2_500 })
    await sleep(2_500)
  },
}

const kinds: readonly Kind[] = ["INSTALL", "UPGRADE", "ROLLBACK", "UNINSTALL"]
const readsHistory = { methods: ["GET"], pathPart: "/secrets?" }

/** Strikes when every change is where it is wanted, and looks at what is left when all is over. */
async function strike(
  name: string,
  values: object,
  untilThere: (changes: Change[]) => Promise<() => Promise<void>>,
) {
  const changes = await beginAll(values)
  const counted = countHelms(changes.map(({ operationId }) => operationId))
  const release = await untilThere(changes)
  await blows[name]?.(changes)()
  await release()
  await over(...changes.map(({ operationId }) => operationId))
  expect(await counted()).toBeLessThanOrEqual(1)
  for (const change of changes) await expectPeace(change)
  return changes
}

describe.each(Object.keys(blows))("%s", (name) => {
  it("before Helm is started does no harm", async () => {
    // Helm's history is not answered, so that nobody gets further.
    stage.sandbox.faults.set({ mode: "hang", ...readsHistory })
    const changes = await beginAll({})
    const ids = changes.map((change) => change.operationId)
    await expect.poll(() => states(/RUNNING/)(ids), { timeout: 20_000 }).toBe(true)
    const counted = countHelms(changes.map(({ operationId }) => operationId))
    await blows[name]?.(changes)()
    stage.sandbox.faults.clear()
    await over(...changes.map(({ operationId }) => operationId))
    expect(await counted()).toBeLessThanOrEqual(1)
    for (const change of changes) await expectPeace(change)
  }, 120_000)

  it("while Helm waits leaves nothing pending, and Slipway knows what Helm knows", async () => {
    await strike(name, slow, async (changes) => {
      const ids = changes.map(({ operationId }) => operationId)
      const there = async () => {
        const rows = await Promise.all(ids.map(operationOf))
        return rows.every((row) => row.helmStartedAt !== null) && (await namesOfPending()).length > 0
      }
      await expect.poll(there, { timeout: 30_000, interval: 50 }).toBe(true)
      return async () => undefined
    })
  }, 120_000)

  it("after Helm has succeeded and before that is written down is made good", async () => {
    const changes = await strike(name, {}, async (begun) => {
      // Nobody can write to the operations, so that what Helm did stays unknown.
      const released = Promise.withResolvers<void>()
      const ids = begun.map(({ operationId }) => operationId)
      const started = async () =>
        (await Promise.all(ids.map(operationOf))).every((row) => row.helmStartedAt !== null)
      await expect.poll(started, { timeout: 20_000, interval: 20 }).toBe(true)
      const locked = transaction(async () => {
        await db().$queryRaw`SELECT 1 FROM operation FOR UPDATE`
        await released.promise
      }).catch(() => undefined)
      const ended = async () => (await Promise.all(ids.map(helmOf))).flat().length === 0
      await expect.poll(ended, { timeout: 20_000, interval: 50 }).toBe(true)
      return async () => {
        released.resolve()
        await locked
      }
    })
    const rows = await Promise.all(changes.map(({ operationId }) => operationOf(operationId)))
    expect(rows.map(({ state, error }) => `${state} ${error ?? ""}`.trim())).toEqual(
      kinds.map(() => "SUCCEEDED"),
    )
  }, 120_000)
})
