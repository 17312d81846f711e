import { type Operation, Prisma } from "@/lib/platform/db/generated/client"
import { databaseTime, db } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import type { Cause } from "./cause"
import { enqueueRolloutJob } from "./enqueue-job"
import { type Lease, LeaseLost } from "./lease"

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
