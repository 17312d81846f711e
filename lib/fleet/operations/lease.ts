import { type Operation, Prisma } from "@/lib/platform/db/generated/client"
import type { Statement } from "@/lib/platform/db/heartbeat"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"

/** The right to run one operation. A holder with an older fence has lost it and must not write. */
export type Lease = { operationId: string; fence: number; seconds: number }

/** `holderBefore`: the previous holder, which did not finish the operation; null: none. */
export type Claimed = { lease: Lease; operation: Operation; holderBefore: string | null }

/** Nothing in a paused rollout starts until it is resumed, including operations that were queued before. */
export const inPausedRollout = Prisma.sql`
  EXISTS (SELECT 1 FROM rollout WHERE rollout.id = operation.rollout_id AND rollout.state = 'PAUSED')`

/** Another worker holds the operation, or it has ended. */
export class LeaseLost extends Error {
  constructor(operationId: string) {
    super(`The lease of operation ${operationId} is lost.`)
    this.name = "LeaseLost"
  }
}

export const previewTimeoutSeconds = 60

/** Not a preview whose request has timed out. */
export const isAwaited = Prisma.sql`
  (operation.kind <> 'PREVIEW' OR operation.requested_at > now() - make_interval(secs => ${previewTimeoutSeconds}))`

/**
 * Acquires the lease of an operation that is queued, or whose holder has not renewed its lease in time. Null: it cannot
 * be acquired, for example while its rollout is paused, or when the request for its preview has timed out. Uses the
 * database's clock.
 */
export async function claimOperation(
  operationId: string,
  holder: string,
  seconds: number,
): Promise<Claimed | null> {
  return transaction(async () => {
    const [before] = await db().$queryRaw<{ leaseHolder: string | null }[]>`
      SELECT lease_holder AS "leaseHolder" FROM operation WHERE id = ${operationId}::uuid FOR UPDATE`
    const updatedCount = await db().$executeRaw`
      UPDATE operation SET state = 'RUNNING', fence = fence + 1, lease_holder = ${holder},
        lease_until = clock_timestamp() + make_interval(secs => ${seconds}),
        started_at = COALESCE(started_at, clock_timestamp())
      WHERE id = ${operationId}::uuid
        AND ((state = 'QUEUED' AND NOT ${inPausedRollout}) OR (state = 'RUNNING' AND lease_until < clock_timestamp()))
        AND ${isAwaited}`
    if (updatedCount === 0) return null
    const operation = await db().operation.findUniqueOrThrow({ where: { id: operationId } })
    await publishEvent("operation.updated", operationId)
    const lease = { operationId, fence: operation.fence, seconds }
    return { lease, operation, holderBefore: before?.leaseHolder ?? null }
  })
}

/** The statement that renews a lease. It returns whether cancellation was requested; no row: the lease is lost. */
export function renewal({ operationId, fence, seconds }: Lease): Statement {
  return {
    text: `UPDATE operation SET lease_until = clock_timestamp() + make_interval(secs => $3)
      WHERE id = $1::uuid AND fence = $2 AND state = 'RUNNING'
      RETURNING cancel_requested_at IS NOT NULL AS "cancelRequested"`,
    values: [operationId, fence, seconds],
  }
}

/** Releases the lease, so that another worker can take over immediately. */
export async function handOver({ operationId, fence }: Lease): Promise<void> {
  await db().$executeRaw`
    UPDATE operation SET lease_until = clock_timestamp()
    WHERE id = ${operationId}::uuid AND fence = ${fence} AND state = 'RUNNING'`
}

/** Records, before Helm starts, that it does and the current last revision; throws LeaseLost. */
export async function noteHelmStart({ operationId, fence }: Lease, baseRevision: number): Promise<void> {
  const updatedCount = await db().$executeRaw`
    UPDATE operation SET helm_started_at = clock_timestamp(), base_revision = ${baseRevision}
    WHERE id = ${operationId}::uuid AND fence = ${fence} AND state = 'RUNNING'`
  if (updatedCount === 0) throw new LeaseLost(operationId)
}

/** Operations with expired leases: previews still waited for, or release changes. */
export async function listExpiredOperations(previews: boolean): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM operation
    WHERE state = 'RUNNING' AND lease_until < clock_timestamp()
      AND (kind = 'PREVIEW') = ${previews} AND ${isAwaited}
    ORDER BY id LIMIT 100`
  return rows.map(({ id }) => id)
}

/** Locks the operation for the current transaction and checks its lease. Throws LeaseLost: then nothing may be written. */
export async function lockLeasedOperation({ operationId, fence }: Lease): Promise<Operation> {
  await db().$queryRaw`SELECT 1 FROM operation WHERE id = ${operationId}::uuid FOR UPDATE`
  const operation = await db().operation.findFirst({ where: { id: operationId, fence, state: "RUNNING" } })
  if (operation === null) throw new LeaseLost(operationId)
  return operation
}
