import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { prismaClient } from "@/lib/platform/db/client"
import { Heartbeat } from "@/lib/platform/db/heartbeat"
import { log } from "@/lib/platform/log"
import { LeasedOperation } from "./leased-operation"

const seconds = 1
let operationId: string

// In production the worker's thread runs long before its first lease; here the lease lasts only one second.
beforeAll(async () => {
  const first = new Heartbeat({ text: "SELECT 1", values: [] }, 1_000, 0)
  await vi.waitUntil(() => first.lastAt > 0, { timeout: 20_000 })
  first.stop()
})

beforeEach(async () => {
  const slug = crypto.randomUUID().slice(0, 8)
  const namespaceFields = { cluster: "sandbox", namespace: `tenant-${slug}` }
  const tenant = await prismaClient().tenant.create({ data: { slug, name: slug, ...namespaceFields } })
  operationId = crypto.randomUUID()
  await prismaClient().operation.create({
    data: {
      id: operationId,
      tenantId: tenant.id,
      ...namespaceFields,
      releaseName: "a",
      kind: "UPGRADE",
      state: "RUNNING",
      fence: 1,
      sealedRequest: "",
      requestedBy: "ci",
      requester: {},
    },
  })
})

const leaseUntil = async () =>
  (await prismaClient().operation.findUniqueOrThrow({ where: { id: operationId } })).leaseUntil
const holdLease = (heartbeatMs: number) =>
  new LeasedOperation({ operationId, fence: 1, seconds }, heartbeatMs, Date.now())

describe("A lease", () => {
  it("is renewed while the database responds to the heartbeat", async () => {
    const one = holdLease(100)
    const since = Date.now()
    await expect.poll(() => Date.now() - since).toBeGreaterThan(2_500)
    expect(one.isLost).toBe(false)
    one.stop()
  })

  it("is renewed while the process blocks for longer than the lease", async () => {
    const one = holdLease(100)
    await expect.poll(() => leaseUntil()).not.toBeNull()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * seconds * 1_000)
    expect(one.isLost).toBe(false)
    one.stop()
  })

  it("is lost once another worker claims the operation", async () => {
    const one = holdLease(100)
    await prismaClient().operation.update({ where: { id: operationId }, data: { fence: 2 } })
    await expect.poll(() => one.lost.aborted).toBe(true)
    one.stop()
  })

  it("reports no loss for a heartbeat after the end of the operation", async () => {
    const warn = vi.spyOn(log, "warn")
    const one = holdLease(100)
    await prismaClient().operation.update({ where: { id: operationId }, data: { state: "SUCCEEDED" } })
    await expect.poll(() => one.lost.reason).toBeInstanceOf(LeaseLost)
    one.stop()
    expect(warn).not.toHaveBeenCalled()
  })

  it("is lost when it expires, even while a heartbeat is pending", async () => {
    await prismaClient().$transaction(
      async (locking) => {
        await locking.$queryRaw`SELECT 1 FROM operation WHERE id = ${operationId}::uuid FOR UPDATE`
        const one = holdLease(100)
        await expect.poll(() => one.lost.aborted, { interval: 50 }).toBe(true)
        one.stop()
      },
      { timeout: 20_000 },
    )
  })

  it("is reported as lost immediately after the process was suspended", () => {
    const one = holdLease(60_000)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1_000 + 50)
    expect(one.lost.aborted).toBe(false)
    expect(one.isLost).toBe(true)
    expect(one.lost.aborted).toBe(true)
    one.stop()
  })
})
