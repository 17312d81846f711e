import type { Cause } from "@/lib/fleet/operations/cause"
import { finishOperation } from "@/lib/fleet/operations/finish-operation"
import { type Claimed, claimOperation } from "@/lib/fleet/operations/lease"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"

/** Ends the operations of a rollout without a worker: the test records the outcome that Helm would have. */
export const operationsOf = (rolloutId: string) =>
  prismaClient().operation.findMany({ where: { rolloutId }, orderBy: { id: "asc" } })

export const queuedOf = async (rolloutId: string) =>
  (await operationsOf(rolloutId)).filter(({ state }) => state === "QUEUED")

/** Claims an operation as a worker would. */
export async function claim(operationId: string | undefined): Promise<Claimed> {
  const claimed = await claimOperation(operationId ?? "", "test/1/a", 60)
  if (claimed === null) throw new Error("The operation could not be claimed.")
  return claimed
}

/** Ends an operation as a worker would: an upgrade to 1.1.0, or the rollback to 1.0.0. */
export async function end(
  { lease, operation }: Claimed,
  state: "SUCCEEDED" | "FAILED",
  cause: Cause | null = null,
): Promise<void> {
  const releaseId = operation.releaseId ?? ""
  const ok = state === "SUCCEEDED"
  const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
  const revision = release.revision + 1
  const chartVersion = operation.kind === "UPGRADE" ? "1.1.0" : "1.0.0"
  const error = ok ? null : "It broke."
  await transaction(() => finishOperation(lease, { state, error, cause, revision: ok ? revision : null }))
  await prismaClient().release.update({
    where: { id: releaseId },
    data: { status: "DEPLOYED", ...(ok && { revision, chartVersion }) },
  })
}

/** Ends everything that is queued. */
export async function endAll(rolloutId: string, state: "SUCCEEDED" | "FAILED" = "SUCCEEDED"): Promise<void> {
  for (const { id } of await queuedOf(rolloutId)) await end(await claim(id), state)
}
