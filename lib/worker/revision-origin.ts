import { type Described, describeRevision } from "@/lib/fleet/releases/describe-revision"
import { endedAs, isPending, rolledBackToIn } from "@/lib/fleet/releases/helm-status"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import type { FoundRevision } from "@/lib/fleet/releases/record-outcome"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import { interrupted } from "@/lib/kube/cluster/mark-failed.task"
import { type ChangeContext, readRevision } from "./change-context"

/** A revision of Helm's history. `description`: Helm's; empty for revisions that are older than the change. */
export type Entry = Pick<HelmSecret, "revision" | "status" | "changedAt" | "operationId"> & {
  description: string
}

/**
 * `change`: made by the operation; `restored`: made because the operation failed; `none`: made outside this operation.
 */
export type RevisionOrigin = "change" | "restored" | "none"

type Context = {
  operationId: string
  request: ChangeRequest
  /** Helm's last revision before the change; infinite if Helm was not started for it. */
  base: number
  /** The revision that Slipway made to repair the history, if any. */
  repairedBy: number | null
}

/**
 * The origin of each revision, oldest first. The revision number alone is not enough: another client may have changed
 * the release between our read of the history and our Helm call, or while no worker held the operation.
 */
export function revisionOrigins(context: Context, history: readonly Entry[]): RevisionOrigin[] {
  const { base } = context
  const at = history.findIndex((entry) => entry.revision > base && isChange(context, entry))
  const change = history[at]
  const isBack = ({ description }: Entry, index: number) => index > at && /^Rollback /.test(description)
  const rollbackIndex = change === undefined || !isUndone(context, change) ? -1 : history.findIndex(isBack)
  return history.map(({ revision }, index) => {
    if (index === at) return "change"
    return index === rollbackIndex || revision === context.repairedBy ? "restored" : "none"
  })
}

function isChange({ operationId, request }: Context, entry: Entry): boolean {
  if (entry.operationId === operationId) return true
  return request.kind === "ROLLBACK" && isRollback(entry, request.targetRevision)
}

/** A rollback cannot be labeled. Helm's description names the target only if the rollback succeeded. */
function isRollback({ status, description }: Entry, target: number): boolean {
  if (rolledBackToIn(description) === target) return true
  return status === "failed" && (/^Rollback "[^"]*" failed/.test(description) || description === interrupted)
}

/** Whether it is rolled back: by Helm itself, or by the repair after a killed worker. */
function isUndone({ request }: Context, { status, description }: Entry): boolean {
  if (isPending[status] || description === interrupted) return true
  return status === "failed" && request.kind === "UPGRADE" && request.atomic
}

const maxWaitSeconds = 600

/** A revision of Helm's history, its origin, and how it is recorded. */
export type DescribedRevision = Described & { origin: RevisionOrigin }

/** The revisions as Slipway records them, oldest first. Revisions that Helm has pruned are omitted. */
export async function describeRevisions(
  context: ChangeContext,
  revisions: readonly { entry: Entry; origin: RevisionOrigin }[],
): Promise<DescribedRevision[]> {
  const described: DescribedRevision[] = []
  let valuesBefore = unsealValues(context.release.sealedValues)
  for (const { entry, origin } of revisions) {
    const { revision } = entry
    const stored = await readRevision(context, revision, { maxWaitSeconds })
    if (stored === null) continue
    const revisionContext = { ...context.release, valuesBefore }
    const { revision: converted, masker } = await describeRevision(
      revisionContext,
      stored,
      origin === "change" ? targetOf(context) : null,
    )
    described.push({
      origin,
      masker,
      revision: { ...converted, status: endedAs[entry.status], ...authorFields(context, origin) },
    })
    valuesBefore = stored.record.values
  }
  return described
}

const targetOf = ({ request }: ChangeContext) => (request.kind === "ROLLBACK" ? request.targetRevision : null)

/** What Slipway knows, in addition to Helm, about a revision that it made. */
function authorFields(context: ChangeContext, origin: RevisionOrigin): Partial<FoundRevision> {
  if (origin === "none") return {}
  const { operation, request } = context
  const common = { operationId: operation.id, performedBy: operation.requestedBy, finishedAt: new Date() }
  if (origin === "restored") {
    return { ...common, operation: "ROLLBACK", reason: "The previous change failed." }
  }
  return {
    ...common,
    operation: request.kind,
    reason: "reason" in request ? request.reason : null,
    ...chartFields(context),
  }
}

function chartFields({ request, chart }: ChangeContext): Partial<FoundRevision> {
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return {}
  const { repository, chartName, chartVersion, appVersion } = request
  return { repository, chartName, chartVersion, appVersion, chartDigest: chart?.digest ?? null }
}
