import { type Operation, Prisma } from "@/lib/platform/db/generated/client"
import type { Statement } from "@/lib/platform/db/heartbeat"
import { databaseTime, db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import type { Cause } from "./cause"
import { enqueueRolloutJob } from "./enqueue-job"
import type { OperationLine } from "./schema"

/** The right to run one operation. A holder with an older fence has lost it and must not write. */
export type Lease = { operationId: string; fence: number; seconds: number }

/** `holderBefore`: the previous holder, which did not finish the operation; null: none. */
export type Claimed = { lease: Lease; operation: Operation; holderBefore: string | null }

/** Nothing in a paused rollout starts until it is resumed, including operations that were queued before. */
const inPausedRollout = Prisma.sql`
  EXISTS (SELECT 1 FROM rollout WHERE rollout.id = operation.rollout_id AND rollout.state = 'PAUSED')`

/** Another worker holds the operation, or it has ended. */
export class LeaseLost extends Error {
  constructor(operationId: string) {
    super(`The lease of operation ${operationId} is lost.`)
    this.name = "LeaseLost"
  }
}

export const previewTimeoutSeconds = 60

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
        AND (kind <> 'PREVIEW' OR requested_at > now() - make_interval(secs => ${previewTimeoutSeconds}))`
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
      AND (kind = 'PREVIEW') = ${previews}
      AND (kind <> 'PREVIEW' OR requested_at > now() - make_interval(secs => ${previewTimeoutSeconds}))
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

/**
 * The next queued operation. Requests by people and pipelines precede those of rollouts, rollbacks and uninstalls precede
 * other changes, and callers alternate, as do the tenants of one caller. Null: the queue is empty.
 */
export async function nextOperation(input: {
  previews: boolean
  holder: string
  /** The maximum number of rollout operations this worker runs at a time, which keeps a slot free for others. */
  maxBulk: number
  /** Only operations queued for at least this long. */
  queuedSeconds?: number
  /** Operations to exclude. */
  exclude?: readonly string[]
}): Promise<string | null> {
  const { previews, holder, maxBulk, queuedSeconds = 0, exclude = [] } = input
  const current = previews
    ? Prisma.sql`AND operation.requested_at > now() - make_interval(secs => ${previewTimeoutSeconds})`
    : Prisma.empty
  const [row] = await db().$queryRaw<{ id: string }[]>`
    WITH served AS (
      SELECT requester->>'id' AS caller, tenant_id, max(started_at) AS at FROM operation
      WHERE started_at > clock_timestamp() - interval '1 hour' AND (kind = 'PREVIEW') = ${previews}
      GROUP BY 1, 2)
    SELECT operation.id FROM operation
    WHERE operation.state = 'QUEUED' AND (operation.kind = 'PREVIEW') = ${previews} AND NOT ${inPausedRollout} ${current}
      AND operation.requested_at <= clock_timestamp() - make_interval(secs => ${queuedSeconds})
      AND operation.id <> ALL(${[...exclude]}::uuid[])
      AND (operation.rollout_id IS NULL OR ${maxBulk} > (
        SELECT count(*) FROM operation bulk
        WHERE bulk.state = 'RUNNING' AND bulk.lease_holder = ${holder} AND bulk.rollout_id IS NOT NULL))
    ORDER BY operation.rollout_id IS NOT NULL, operation.kind NOT IN ('ROLLBACK', 'UNINSTALL'),
      (SELECT max(at) FROM served WHERE caller = operation.requester->>'id') NULLS FIRST,
      (SELECT max(at) FROM served WHERE caller = operation.requester->>'id' AND tenant_id = operation.tenant_id)
        NULLS FIRST,
      operation.id
    LIMIT 1`
  return row?.id ?? null
}

export type Ending = {
  state: "SUCCEEDED" | "FAILED" | "CANCELLED"
  /** Masked. */
  error: string | null
  /** Masked and truncated. */
  cause: Cause | null
  revision: number | null
  sealedResult?: string
}

const maxLength = 2_000

/** Truncates a message for storage. Only masked text may be truncated: half a secret can no longer be recognized. */
export const shortened = (masked: string | null) => masked?.slice(0, maxLength).toWellFormed() ?? null

/** Ends an operation, in the transaction that records its outcome. Throws LeaseLost: then nothing may be written. */
export async function finishOperation({ operationId, fence }: Lease, ending: Ending): Promise<Operation> {
  const { count } = await db().operation.updateMany({
    where: { id: operationId, fence, state: "RUNNING" },
    data: {
      ...ending,
      error: shortened(ending.error),
      cause: ending.cause ?? Prisma.DbNull,
      finishedAt: await databaseTime(),
      leaseHolder: null,
      leaseUntil: null,
    },
  })
  if (count === 0) throw new LeaseLost(operationId)
  await publishEvent("operation.updated", operationId)
  const operation = await db().operation.findUniqueOrThrow({ where: { id: operationId } })
  if (operation.rolloutId !== null) await enqueueRolloutJob(operation.rolloutId)
  return operation
}

export type NewLine = { at: Date; level: OperationLine["level"]; text: string }

/** Enough for any reader; the output of Helm and the cluster is unbounded. */
const maxLines = 2_000

/** Appends log lines to an operation and notifies subscribers. The texts are already masked. Throws LeaseLost. */
export async function appendLines({ operationId, fence }: Lease, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return
  await transaction(async () => {
    const [row] = await db().$queryRaw<{ last: number }[]>`
      SELECT COALESCE((SELECT max(seq) FROM operation_line WHERE operation_id = o.id), 0) AS last FROM operation o
      WHERE o.id = ${operationId}::uuid AND o.fence = ${fence} AND o.state = 'RUNNING' FOR UPDATE`
    if (row === undefined) throw new LeaseLost(operationId)
    const { last } = row
    const fitting = lines.slice(0, Math.max(0, maxLines - last))
    await db().operationLine.createMany({
      data: fitting.map((line, index) => ({ operationId, seq: last + 1 + index, ...line })),
    })
    await publishEvent("operation.updated", operationId)
  })
}
