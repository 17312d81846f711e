import { beforeEach, describe, expect, it, vi } from "vitest"
import {
  claimWatch,
  initialWatchReport,
  releaseWatch,
  renewWatch,
} from "@/lib/fleet/cluster-watch/watch-lease"
import { finishOperation } from "@/lib/fleet/operations/finish-operation"
import {
  claimOperation,
  handOver,
  type Lease,
  LeaseLost,
  lockLeasedOperation,
  noteHelmStart,
  renewal,
} from "@/lib/fleet/operations/lease"
import { appendLines } from "@/lib/fleet/operations/operation-log"
import { sealJson } from "@/lib/fleet/operations/sealed"
import { recordFound, recordOutcome } from "@/lib/fleet/releases/record-outcome"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { seedReleases } from "@/tools/testing/seed-releases"

let lease: Lease

beforeEach(async () => {
  const slug = `fence-${crypto.randomUUID().slice(0, 8)}`
  const [seeded] = await seedReleases(null, [{ slug }])
  if (seeded === undefined) throw new Error("No release was seeded.")
  const operationId = crypto.randomUUID()
  await prismaClient().operation.create({
    data: {
      id: operationId,
      tenantId: seeded.tenantId,
      releaseId: seeded.releaseId,
      cluster: "sandbox",
      namespace: seeded.namespace,
      releaseName: "app",
      kind: "UPGRADE",
      state: "RUNNING",
      fence: 7,
      leaseHolder: "current",
      leaseUntil: new Date(Date.now() + 60_000),
      sealedRequest: sealJson({}),
      requestedBy: "ci",
      requester: requester,
    },
  })
  lease = { operationId, fence: 7, seconds: 30 }
})

const requester = { kind: "token", id: "test", name: "test", address: null, requestId: null }
const revision = {
  revision: 2,
  operation: "UPGRADE" as const,
  operationId: null,
  repository: "demo",
  chartName: "small",
  chartVersion: "2.0.0",
  chartDigest: null,
  appVersion: "2",
  values: {},
  masked: null,
  status: "DEPLOYED" as const,
  description: null,
  performedBy: "ci",
  createdAt: new Date(),
  finishedAt: new Date(),
  rolledBackTo: null,
  reason: null,
  error: null,
}
const ending = { state: "SUCCEEDED" as const, error: null, cause: null, revision: 2 }
const outcome = {
  ending,
  revisions: [revision],
  repaired: "repaired",
  release: { status: "FAILED" as const, inCluster: false, lastError: "from the past" },
}

async function renewLease(lease: Lease): Promise<void> {
  const { text, values } = renewal(lease)
  const renewed = await prismaClient().$queryRawUnsafe<unknown[]>(text, ...values)
  if (renewed.length === 0) throw new LeaseLost(lease.operationId)
}

/** Every write that a worker makes under its lease. */
const writes: Record<string, (lease: Lease) => Promise<unknown>> = {
  renewal: renewLease,
  handOver,
  noteHelmStart: (lease) => noteHelmStart(lease, 5),
  appendLines: (lease) => appendLines(lease, [{ at: new Date(), level: "info", text: "a line" }]),
  finishOperation: (lease) => transaction(() => finishOperation(lease, ending)),
  leaseOperation: (lease) => transaction(() => lockLeasedOperation(lease)),
  recordFound: (lease) => recordFound(lease, { revisions: [revision], repaired: "repaired" }),
  recordOutcome: (lease) => recordOutcome(lease, outcome),
}

/** Every row that a worker's writes touch. */
async function readEverything(): Promise<unknown> {
  const prisma = prismaClient()
  return Promise.all([
    prisma.operation.findMany({ orderBy: { id: "asc" } }),
    prisma.operationLine.findMany({ orderBy: { seq: "asc" } }),
    prisma.release.findMany({ orderBy: { id: "asc" } }),
    prisma.releaseRevision.findMany({ orderBy: { id: "asc" } }),
    prisma.auditEntry.count(),
    prisma.announcedEvent.count(),
    prisma.clusterWatch.findMany({ orderBy: { cluster: "asc" } }),
  ])
}

describe("A write under the lease of an operation", () => {
  it.each(Object.entries(writes))("%s succeeds for the worker that holds the lease", async (_name, write) => {
    await expect(write(lease)).resolves.not.toThrow()
  })

  it.each(Object.entries(writes))(
    "%s changes nothing for a worker whose lease was taken over",
    async (name, write) => {
      const before = await readEverything()
      const staleWrite = write({ ...lease, fence: lease.fence - 1 })
      if (name === "handOver") await staleWrite
      else await expect(staleWrite).rejects.toThrow(LeaseLost)
      expect(await readEverything()).toEqual(before)
    },
  )

  it.each(Object.entries(writes))("%s changes nothing once the operation has ended", async (name, write) => {
    await prismaClient().operation.update({ where: { id: lease.operationId }, data: { state: "FAILED" } })
    const before = await readEverything()
    const validWrite = write(lease)
    if (name === "handOver") await validWrite
    else await expect(validWrite).rejects.toThrow(LeaseLost)
    expect(await readEverything()).toEqual(before)
  })

  it("finishOperation ends it by the database's clock, not by the worker's", async () => {
    vi.setSystemTime(Date.now() - 3_600_000)
    const { finishedAt } = await transaction(() => finishOperation(lease, ending)).finally(() =>
      vi.useRealTimers(),
    )
    expect(finishedAt?.getTime()).toBeGreaterThan(Date.now() - 60_000)
  })

  it("claimOperation returns null while the lease is valid, and increments the fence once it has expired", async () => {
    const before = await readEverything()
    expect(await claimOperation(lease.operationId, "other", 30)).toBeNull()
    expect(await readEverything()).toEqual(before)
    await prismaClient().operation.update({
      where: { id: lease.operationId },
      data: { leaseUntil: new Date(0) },
    })
    expect(await claimOperation(lease.operationId, "other", 30)).toMatchObject({
      lease: { fence: 8 },
      holderBefore: "current",
    })
  })
})

describe("A write under the watch of a cluster", () => {
  it("changes nothing for a worker that does not hold the watch", async () => {
    const cluster = crypto.randomUUID()
    expect(await claimWatch(cluster, "current", 60)).toBe(true)
    const before = await readEverything()
    expect(await claimWatch(cluster, "other", 60)).toBe(false)
    expect(await renewWatch(cluster, "other", 60, { ...initialWatchReport, reachable: true })).toBe(false)
    await releaseWatch(cluster, "other")
    expect(await readEverything()).toEqual(before)
    expect(await renewWatch(cluster, "current", 60, { ...initialWatchReport, reachable: true })).toBe(true)
  })
})
