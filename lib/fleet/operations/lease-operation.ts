import type { Operation } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { type Lease, LeaseLost } from "./lease"

/** Locks the operation for the current transaction and checks its lease. Throws LeaseLost: then nothing may be written. */
export async function leaseOperation({ operationId, fence }: Lease): Promise<Operation> {
  await db().$queryRaw`SELECT 1 FROM operation WHERE id = ${operationId}::uuid FOR UPDATE`
  const held = await db().operation.findFirst({ where: { id: operationId, fence, state: "RUNNING" } })
  if (held === null) throw new LeaseLost(operationId)
  return held
}
