import type { StoredRevision } from "@/lib/kube/cluster/stored-revision"
import type { ReleaseLocation } from "@/lib/kube/helm/schema"
import { Masker } from "@/lib/kube/masking/masker"
import { db } from "@/lib/platform/db/transaction"
import { endedAs, outsideSlipway, rolledBackToIn } from "./helm-status"
import { maskCreatedRevision } from "./mask-in-thread"
import type { FoundRevision } from "./record-outcome"
import { recordedRevision } from "./recorded-revision"
import { maskKeyOfRelease, maskOfRelease, type StoredValues } from "./sealed-values"

/** The release that a revision belongs to; `id` null: not a release of Slipway yet. */
type RevisionContext = ReleaseLocation & {
  id: string | null
  /** The previous repository of the chart, empty if unknown. */
  repository: string
  chartName: string | null
  /** Values that were secret before are secret in this revision too. */
  valuesBefore: StoredValues
}

/** `masker`: for all other text about the revision. */
export type Described = { revision: FoundRevision; masker: Masker }

/**
 * Converts a revision from Helm's storage to a record, with secrets masked by the chart it was created from. The caller
 * sets the origin. `rollbackTarget`: the rollback target, when Helm no longer names it.
 */
export async function describeRevision(
  context: RevisionContext,
  { record, chart }: StoredRevision,
  rollbackTarget: number | null = null,
): Promise<Described> {
  const mask = maskKeyOfRelease(context)
  const publicNames = [context.releaseName, context.namespace, record.chart?.name ?? ""]
  const input = { record, chart, mask, before: context.valuesBefore, publicNames }
  const { revision: masked, secrets } = await maskCreatedRevision(context.namespace, input)
  const masker = new Masker(secrets, maskOfRelease(context))
  const rolledBackTo = rollbackTarget ?? rolledBackToIn(record.description)
  const described: FoundRevision = {
    revision: record.revision,
    operation: "OUT_OF_BAND",
    ...(await resolveChartFields(context, record, rolledBackTo)),
    values: record.values,
    masked,
    status: endedAs[record.status],
    description: masker.visible(record.description).replaceAll("\0", "") || null,
    performedBy: outsideSlipway,
    createdAt: record.lastDeployedAt ?? record.firstDeployedAt ?? new Date(),
    rolledBackTo,
  }
  return { revision: described, masker }
}

type ChartFields = Pick<
  FoundRevision,
  "repository" | "chartName" | "chartVersion" | "chartDigest" | "appVersion"
>

/** A rollback has the fields of its target revision, which may run another version than the chart's default. */
async function resolveChartFields(
  context: RevisionContext,
  { chart }: StoredRevision["record"],
  rolledBackTo: number | null,
): Promise<ChartFields> {
  const target =
    context.id === null || rolledBackTo === null ? null : await recordedRevision(context.id, rolledBackTo)
  if (target !== null) {
    const { repository, chartName, chartVersion, appVersion, chartDigest } = target
    return { repository, chartName, chartVersion, appVersion, chartDigest }
  }
  const { name = "", version = "", appVersion = "" } = chart ?? {}
  return {
    repository: context.chartName === null || context.chartName === name ? context.repository : "",
    chartName: name,
    chartVersion: version,
    appVersion: appVersion || version,
    chartDigest: null,
  }
}

/**
 * Revisions created while no operation of Slipway was running, converted to records and masked, oldest first: what is secret
 * in one is secret in the next.
 */
export async function describeAllOutside(
  context: RevisionContext,
  revisions: readonly StoredRevision[],
): Promise<FoundRevision[]> {
  let { valuesBefore } = context
  const described: FoundRevision[] = []
  for (const stored of revisions) {
    const { revision } = await describeRevision({ ...context, valuesBefore }, stored)
    described.push({ ...revision, ...(await lostOperationFields(context.id, revision)) })
    valuesBefore = stored.record.values
  }
  return described
}

/** The allowed clock skew between workers and the database. */
const slackMs = 2_000

/** A revision created by Slipway whose operation ended before its outcome was read. */
async function lostOperationFields(
  releaseId: string | null,
  { revision, createdAt }: FoundRevision,
): Promise<Partial<FoundRevision>> {
  if (releaseId === null) return {}
  const lostOperation = await db().operation.findFirst({
    where: {
      releaseId,
      baseRevision: revision - 1,
      revision: null,
      kind: { in: ["INSTALL", "UPGRADE", "ROLLBACK"] },
      state: { in: ["FAILED", "CANCELLED"] },
      helmStartedAt: { lte: new Date(createdAt.getTime() + slackMs) },
      finishedAt: { gte: new Date(createdAt.getTime() - slackMs) },
    },
  })
  if (lostOperation === null || lostOperation.kind === "PREVIEW") return {}
  return {
    operation: lostOperation.kind,
    operationId: lostOperation.id,
    performedBy: lostOperation.requestedBy,
    finishedAt: lostOperation.finishedAt,
  }
}
