import type { StoredRevision } from "@/lib/cluster/read-stored-revision"
import { db } from "@/lib/db/transaction"
import { showMasked } from "@/lib/masking/mask"
import { endedAs, outsideSlipway } from "./helm-words"
import { knownRevision } from "./known-revision"
import { maskRecord } from "./mask-record"
import type { FoundRevision } from "./record-outcome"
import { maskOfRelease, type unsealValues } from "./sealed-values"

/** The release that a revision belongs to; `id` null: it is no release of Slipway's yet. */
export type Outside = {
  id: string | null
  cluster: string
  namespace: string
  releaseName: string
  /** Where its chart came from before, empty where that is not known. */
  repository: string
  chartName: string | null
  /** Values that were secret before are so in this revision too. */
  valuesBefore: ReturnType<typeof unsealValues>
}

/** A revision that was made outside, in Slipway's words, with what is secret masked. */
export async function describeOutside(
  of: Outside,
  { record, chart }: StoredRevision,
): Promise<FoundRevision> {
  const { masked, masker } = maskRecord(record, chart, maskOfRelease(of), of.valuesBefore)
  const createdAt = record.lastDeployedAt ?? record.firstDeployedAt ?? new Date()
  const rolledBackTo = Number(/^Rollback to (\d+)/.exec(record.description)?.[1] ?? 0) || null
  return {
    revision: record.revision,
    operation: "OUT_OF_BAND",
    operationId: null,
    ...(await aboutChart(of, record, rolledBackTo)),
    values: record.values,
    masked,
    status: endedAs[record.status],
    description: showMasked(masker.text(record.description)) || null,
    performedBy: outsideSlipway,
    createdAt,
    finishedAt: null,
    rolledBackTo,
    reason: null,
    error: null,
    ...(await ofLostOperation(of.id, record.revision, createdAt)),
  }
}

type AboutChart = Pick<
  FoundRevision,
  "repository" | "chartName" | "chartVersion" | "chartDigest" | "appVersion"
>

/** Of a rollback, as it was in the revision gone back to, which may run another version than the chart says. */
async function aboutChart(
  of: Outside,
  { chart }: StoredRevision["record"],
  rolledBackTo: number | null,
): Promise<AboutChart> {
  const target = of.id === null || rolledBackTo === null ? null : await knownRevision(of.id, rolledBackTo)
  if (target !== null) {
    const { repository, chartName, chartVersion, appVersion, chartDigest } = target
    return { repository, chartName, chartVersion, appVersion, chartDigest }
  }
  const { name = "", version = "", appVersion = "" } = chart ?? {}
  return {
    repository: of.chartName === null || of.chartName === name ? of.repository : "",
    chartName: name,
    chartVersion: version,
    appVersion: appVersion || version,
    chartDigest: null,
  }
}

/** Clocks of workers and of the database may differ by so much. */
const slackMilliseconds = 2_000

/** A revision of Slipway's own, where its operation was given up before anybody could read what Helm had done. */
async function ofLostOperation(
  releaseId: string | null,
  revision: number,
  createdAt: Date,
): Promise<Partial<FoundRevision>> {
  if (releaseId === null) return {}
  const lost = await db().operation.findFirst({
    where: {
      releaseId,
      baseRevision: revision - 1,
      revision: null,
      kind: { in: ["INSTALL", "UPGRADE", "ROLLBACK"] },
      state: { in: ["FAILED", "CANCELLED"] },
      helmStartedAt: { lte: new Date(createdAt.getTime() + slackMilliseconds) },
      finishedAt: { gte: new Date(createdAt.getTime() - slackMilliseconds) },
    },
  })
  if (lost === null || lost.kind === "PREVIEW") return {}
  return {
    operation: lost.kind,
    operationId: lost.id,
    performedBy: lost.requestedBy,
    finishedAt: lost.finishedAt,
  }
}
