import { isDatabaseAway } from "@/lib/db/database-errors"
import type { Operation } from "@/lib/db/generated/client"
import { db, transaction } from "@/lib/db/transaction"
import { HelmError } from "@/lib/helm/helm-error"
import { log } from "@/lib/log"
import { showMasked } from "@/lib/masking/mask"
import { finishOperation } from "@/lib/operations/finish-operation"
import { handOver, LeaseLost } from "@/lib/operations/lease"
import { unsealJson } from "@/lib/operations/sealed"
import { strictMasker } from "@/lib/releases/mask-record"
import { changeRequestSchema } from "@/lib/releases/operation-requests"
import { recordOutcome } from "@/lib/releases/record-outcome"
import { maskOfRelease } from "@/lib/releases/sealed-values"
import { settledStatus } from "@/lib/releases/settled-status"
import { LeftToOthers } from "./ask-again"
import { explainFailure } from "./explain-failure"
import type { HeldOperation } from "./held-operation"
import { openChartFor } from "./open-chart-for"
import { valuesInvolved } from "./values-involved"

/** After so many workers an operation that none could end has failed. */
export const mostHolders = 8

/**
 * The operation could not be carried through. While the database is away, or where Helm was started, it is left to whoever
 * takes it next, who reads Helm's history; else it has failed and nothing was changed.
 */
export async function giveUp(operation: Operation, held: HeldOperation, error: unknown): Promise<void> {
  const { lease } = held
  const operationId = operation.id
  if (error instanceof LeftToOthers) return handOver(lease).catch(() => undefined)
  if (error instanceof LeaseLost || isDatabaseAway(error) || held.isLost) {
    log.warn({ err: error, operationId }, "An operation is left to whoever takes it next")
    return
  }
  try {
    const said = await explainMasked(operation, error)
    log.error({ err: error, said, operationId }, "An operation could not be carried through")
    const now = await db().operation.findUniqueOrThrow({ where: { id: operationId } })
    // The next look at Helm's history may succeed; one that never does must not go on for ever.
    if (now.helmStartedAt !== null && now.fence < mostHolders) return
    await fail(held, operation, said)
  } catch (again) {
    log.error({ err: again, operationId }, "The end of an operation could not be written down")
    await handOver(lease).catch(() => undefined)
  }
}

/** Why, without what Helm may have quoted of the values. */
async function explainMasked(operation: Operation, error: unknown): Promise<string> {
  const said = explainFailure(error, [])
  if (!(error instanceof HelmError)) return said
  const request = unsealJson(changeRequestSchema, operation.sealedRequest)
  const release = await db().release.findUnique({ where: { id: operation.releaseId ?? "" } })
  const chart = await openChartFor(request).catch(() => null)
  const values = release === null ? [] : await valuesInvolved(request, release)
  return showMasked(strictMasker(chart, maskOfRelease(operation), ...values).text(said))
}

async function fail({ lease }: HeldOperation, { kind, releaseId }: Operation, error: string): Promise<void> {
  const ending = { state: "FAILED" as const, error, revision: null }
  if (kind === "PREVIEW" || releaseId === null) {
    await transaction(() => finishOperation(lease, ending))
    return
  }
  const release = await db().release.findUniqueOrThrow({ where: { id: releaseId } })
  const status = await settledStatus(release)
  await recordOutcome(lease, {
    ending,
    revisions: [],
    release: {
      status: status === "UNINSTALLED" ? "FAILED" : status,
      inCluster: release.inCluster,
      lastError: error,
    },
    mended: null,
  })
}
