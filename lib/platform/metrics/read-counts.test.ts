import { beforeAll, expect, it } from "vitest"
import { deleteOldPreviews } from "@/lib/fleet/operations/delete-old-operations"
import { listExpiredOperations } from "@/lib/fleet/operations/lease"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { prismaClient } from "@/lib/platform/db/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { readFinished, readQueue } from "./read-metrics"

const pastCount = 20_000

beforeAll(async () => {
  const tenant = await prismaClient().tenant.create({
    data: { slug: "busy", name: "Busy", cluster: "sandbox", namespace: "tenant-busy" },
  })
  await prismaClient().$executeRaw`
    INSERT INTO operation (id, tenant_id, cluster, namespace, release_name, kind, state, sealed_request, requested_by,
      requester, helm_started_at, finished_at)
    SELECT gen_random_uuid(), ${tenant.id}::uuid, 'sandbox', 'tenant-busy', 'a', 'UPGRADE', 'SUCCEEDED', repeat('x', 500),
      'ci', '{}', now() - interval '3 seconds', now() FROM generate_series(1, ${pastCount})`
  await prismaClient().$executeRaw`
    INSERT INTO operation (id, tenant_id, cluster, namespace, release_name, kind, state, sealed_request, requested_by,
      requester, requested_at)
    SELECT gen_random_uuid(), ${tenant.id}::uuid, 'sandbox', 'tenant-busy', 'a', kind::operation_kind,
      state::operation_state, 'x', 'ci', '{}', now() - interval '1 hour'
    FROM (VALUES ('PREVIEW', 'SUCCEEDED'), ('PREVIEW', 'QUEUED'), ('INSTALL', 'QUEUED')) rows (kind, state)`
  await prismaClient().$executeRaw`ANALYZE operation`
})

/** The result, and whether it was read without scanning all operations; from the named index, if given. */
async function watched<T>(work: () => Promise<T>, index?: string): Promise<[T, boolean]> {
  return transaction(async () => {
    // The plan that PostgreSQL uses when there are many more operations.
    await db().$executeRaw`SET LOCAL enable_seqscan = off`
    const result = await work()
    const [row] = await db().$queryRaw<{ scans: number; used: number }[]>`
      SELECT pg_stat_get_xact_numscans('operation'::regclass)::int AS scans,
        pg_stat_get_xact_numscans(to_regclass(${index ?? "operation_pkey"}))::int AS used`
    return [result, row?.scans === 0 && (index === undefined || row.used > 0)]
  })
}

it("reads no finished operations in the periodic queries of workers and metrics", async () => {
  expect(await watched(readQueue)).toEqual([
    [
      { state: "QUEUED", count: 1, oldestSeconds: expect.closeTo(3_600, -2) },
      { state: "RUNNING", count: 0, oldestSeconds: 0 },
    ],
    true,
  ])
  expect(await watched(readFinished)).toEqual([
    [
      {
        kind: "UPGRADE",
        outcome: "SUCCEEDED",
        count: pastCount,
        helmCount: pastCount,
        helmSeconds: expect.closeTo(3 * pastCount, -3),
      },
    ],
    true,
  ])
  expect(await watched(() => listExpiredOperations(false))).toEqual([[], true])
  expect(await watched(() => listExpiredOperations(true))).toEqual([[], true])
  const slot = { previews: false, holder: "test", maxBulk: 3 }
  expect(await watched(() => nextOperation(slot))).toEqual([expect.any(String), true])
  expect((await watched(deleteOldPreviews, "operation_preview_idx"))[1]).toBe(true)
  expect(await prismaClient().operation.count({ where: { kind: "PREVIEW" } })).toBe(0)
})
