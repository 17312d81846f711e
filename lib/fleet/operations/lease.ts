import { type Operation, Prisma } from "@/lib/platform/db/generated/client"
import type { Statement } from "@/lib/platform/db/heartbeat"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"

/** The right to run one operation. Whoever has an older fence has lost it, and writes nothing more. */
export type Lease = { operationId: string; fence: number; seconds: number }

/** `holderBefore`: who had it and did not end it; null: nobody. */
export type Claimed = { lease: Lease; operation: Operation; holderBefore: string | null }

/** Nothing more begins in it until it is resumed, also what was queued before. */
export const inPausedRollout = Prisma.sql`
  EXISTS (SELECT 1 FROM rollout WHERE rollout.id = operation.rollout_id AND rollout.state = 'PAUSED')`

/** Somebody else has the operation now, or it is over. */
export class LeaseLost extends Error {
  constructor(operationId: string) {
    super(`The lease of operation ${operationId} is lost.`)
    this.name = "LeaseLost"
  }
}

/** How long the request for a preview waits for it. */
export const previewPatienceSeconds = 60

/**
 * Takes an operation that is queued, or whose holder has said nothing for longer than its lease. Null: there is nothing to
 * take, also while the rollout is paused that it waits in, or where nobody waits for a preview any more. The clock is the
 * database's.
 */
export async function claimOperation(
  operationId: string,
  holder: string,
  seconds: number,
): Promise<Claimed | null> {
  return transaction(async () => {
    const [before] = await db().$queryRaw<{ leaseHolder: string | null }[]>`
      SELECT lease_holder AS "leaseHolder" FROM operation WHERE id = ${operationId}::uuid FOR UPDATE`
    const taken = await db().$executeRaw`
      UPDATE operation SET state = 'RUNNING', fence = fence + 1, lease_holder = ${holder},
        lease_until = clock_timestamp() + make_interval(secs => ${seconds}),
        started_at = COALESCE(started_at, clock_timestamp())
      WHERE id = ${operationId}::uuid
        AND ((state = 'QUEUED' AND NOT ${inPausedRollout}) OR (state = 'RUNNING' AND lease_until < clock_timestamp()))
        AND (kind <> 'PREVIEW' OR requested_at > now() - make_interval(secs => ${previewPatienceSeconds}))`
    if (taken === 0) return null
    const operation = await db().operation.findUniqueOrThrow({ where: { id: operationId } })
    await publishEvent({ type: "operation.updated", operationId })
    const lease = { operationId, fence: operation.fence, seconds }
    return { lease, operation, holderBefore: before?.leaseHolder ?? null }
  })
}

/** The statement that says that the holder lives. It answers whether cancelling was asked for; no row: the lease is lost. */
export function renewal({ operationId, fence, seconds }: Lease): Statement {
  return {
    text: `UPDATE operation SET lease_until = clock_timestamp() + make_interval(secs => $3)
      WHERE id = $1::uuid AND fence = $2 AND state = 'RUNNING'
      RETURNING cancel_requested_at IS NOT NULL AS "cancelRequested"`,
    values: [operationId, fence, seconds],
  }
}

/** Gives the operation to whoever comes next, at once. */
export async function handOver({ operationId, fence }: Lease): Promise<void> {
  await db().$executeRaw`
    UPDATE operation SET lease_until = clock_timestamp()
    WHERE id = ${operationId}::uuid AND fence = ${fence} AND state = 'RUNNING'`
}

/** Writes down, before Helm is started, that it is, and what its last revision was; throws LeaseLost. */
export async function noteHelmStart({ operationId, fence }: Lease, baseRevision: number): Promise<void> {
  const written = await db().$executeRaw`
    UPDATE operation SET helm_started_at = clock_timestamp(), base_revision = ${baseRevision}
    WHERE id = ${operationId}::uuid AND fence = ${fence} AND state = 'RUNNING'`
  if (written === 0) throw new LeaseLost(operationId)
}

/** Operations whose holder's lease has run out: previews that are still waited for, or those that change a release. */
export async function lapsedOperations(previews: boolean): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM operation
    WHERE state = 'RUNNING' AND lease_until < clock_timestamp()
      AND (kind = 'PREVIEW') = ${previews}
      AND (kind <> 'PREVIEW' OR requested_at > now() - make_interval(secs => ${previewPatienceSeconds}))
    ORDER BY id LIMIT 100`
  return rows.map(({ id }) => id)
}
