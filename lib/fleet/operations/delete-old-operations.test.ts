import { expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { dayMs, firstIdAt } from "@/lib/platform/instant"
import { deleteOldLogs } from "./delete-old-operations"

const now = new Date("2026-11-29T10:00:00Z")

it("deletes the progress lines of operations that are older than a year, in batches, and keeps the operations", async () => {
  const { id: tenantId } = await prismaClient().tenant.create({
    data: { slug: "logs", name: "Logs", cluster: "sandbox", namespace: "tenant-logs" },
  })
  const seed = async (days: number, lines: number) => {
    const id = `${firstIdAt(new Date(now.getTime() - days * dayMs)).slice(0, 24)}${String(days).padStart(12, "0")}`
    await prismaClient().$executeRaw`
      INSERT INTO operation (id, tenant_id, cluster, namespace, release_name, kind, state, sealed_request, requested_by, requester)
      VALUES (${id}::uuid, ${tenantId}::uuid, 'sandbox', 'tenant-logs', 'a', 'UPGRADE', 'SUCCEEDED', 'x', 'ci', '{}')`
    await prismaClient().$executeRaw`
      INSERT INTO operation_line (operation_id, seq, level, text) SELECT ${id}::uuid, n, 'info', 'line'
      FROM generate_series(1, ${lines}::int) n`
  }
  await seed(400, 6_000)
  await seed(366, 10)
  await seed(364, 3)
  expect(await deleteOldLogs(undefined, now)).toBe(6_010)
  expect(await deleteOldLogs(undefined, now)).toBe(0)
  expect(await prismaClient().operationLine.count()).toBe(3)
  expect(await prismaClient().operation.count()).toBe(3)
})
