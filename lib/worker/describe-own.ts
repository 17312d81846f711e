import { type Described, describeRevision } from "@/lib/fleet/releases/describe-revision"
import { endedAs } from "@/lib/fleet/releases/helm-words"
import type { FoundRevision } from "@/lib/fleet/releases/record-outcome"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import { readStoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { retry } from "./retry"
import type { Entry, Own } from "./revision-origin"
import { type Work, whereOf } from "./work"

const maxWaitSeconds = 600

/** A revision of Helm's history, its origin, and how it is recorded. */
export type OwnRevision = Described & { own: Own }

/** The revisions as Slipway records them, oldest first. Revisions that Helm has pruned are omitted. */
export async function describeOwn(
  work: Work,
  revisions: readonly { entry: Entry; own: Own }[],
): Promise<OwnRevision[]> {
  const described: OwnRevision[] = []
  let valuesBefore = unsealValues(work.release.sealedValues)
  for (const { entry, own } of revisions) {
    const { revision } = entry
    const stored = await retry(() => readStoredRevision(work.api, { ...whereOf(work), revision }), {
      maxWaitSeconds,
      lost: work.held.lost,
    })
    if (stored === null) continue
    const of = { ...work.release, valuesBefore }
    const { found, masker } = await describeRevision(of, stored, own === "change" ? targetOf(work) : null)
    described.push({ own, masker, found: { ...found, status: endedAs[entry.status], ...madeBy(work, own) } })
    valuesBefore = stored.record.values
  }
  return described
}

const targetOf = ({ request }: Work) => (request.kind === "ROLLBACK" ? request.targetRevision : null)

/** What Slipway knows, in addition to Helm, about a revision that it made. */
function madeBy(work: Work, own: Own): Partial<FoundRevision> {
  if (own === "none") return {}
  const { operation, request } = work
  const common = { operationId: operation.id, performedBy: operation.requestedBy, finishedAt: new Date() }
  if (own === "restored") {
    return { ...common, operation: "ROLLBACK", reason: "The previous change failed." }
  }
  return {
    ...common,
    operation: request.kind,
    ...(operation.helmStartedAt !== null && { createdAt: operation.helmStartedAt }),
    reason: "reason" in request ? request.reason : null,
    ...aboutChart(work),
  }
}

function aboutChart({ request, chart }: Work): Partial<FoundRevision> {
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return {}
  const { repository, chartName, chartVersion, appVersion } = request
  return { repository, chartName, chartVersion, appVersion, chartDigest: chart?.digest ?? null }
}
