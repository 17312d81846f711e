import { getStatus } from "@/lib/helm/get-status"
import type { HistoryEntry, ReleaseRecord } from "@/lib/helm/schema"
import { showMasked } from "@/lib/masking/mask"
import type { Masker } from "@/lib/masking/masker"
import { endedAs, outsideSlipway } from "@/lib/releases/helm-words"
import { knownRevision } from "@/lib/releases/known-revision"
import { maskRecord } from "@/lib/releases/mask-record"
import type { FoundRevision } from "@/lib/releases/record-outcome"
import { unsealValues } from "@/lib/releases/sealed-values"
import { askAgain } from "./ask-again"
import { type Work, whereOf } from "./work"

export type Described = { found: FoundRevision; masker: Masker }

/** One revision of Helm's history in Slipway's words. `own`: the operation made it; `record`: what Helm said it made. */
export async function describeRevision(
  work: Work,
  entry: HistoryEntry,
  own: "change" | "restored" | "none",
  given: ReleaseRecord | null,
): Promise<Described> {
  const record = given ?? (await readRecord(work, entry.revision))
  const { request, operation } = work
  const isChange = own === "change"
  const chart = isChange && (request.kind === "INSTALL" || request.kind === "UPGRADE") ? work.chart : null
  const { masked, masker } = maskRecord(
    record,
    chart ?? (await chartOf(work, entry)),
    work.mask,
    unsealValues(work.release.sealedValues),
  )
  const rolledBackTo = rolledBackToOf(work, entry, own)
  const about = await aboutChart(work, entry, own, rolledBackTo)
  return {
    masker,
    found: {
      revision: entry.revision,
      operation: own === "none" ? "OUT_OF_BAND" : isChange ? kindOf(work) : "ROLLBACK",
      operationId: own === "none" ? null : operation.id,
      ...about,
      values: record.values,
      masked,
      status: endedAs[entry.status],
      description: showMasked(masker.text(record.description || entry.description)) || null,
      performedBy: own === "none" ? outsideSlipway : operation.requestedBy,
      createdAt: isChange ? (operation.helmStartedAt ?? entry.updated) : entry.updated,
      finishedAt: own === "none" ? null : new Date(),
      rolledBackTo,
      reason: own === "restored" ? "The change before had failed." : isChange ? reasonOf(work) : null,
      error: null,
    },
  }
}

function readRecord(work: Work, revision: number): Promise<ReleaseRecord> {
  const helm = {
    ...work.helm,
    signal: undefined,
    onLine: undefined,
    mark: undefined,
    limits: { wallClockSeconds: 20 },
  }
  return askAgain(() => getStatus(helm, { ...whereOf(work), revision }), {
    patienceSeconds: 600,
    lost: work.held.lost,
  })
}

/** The chart of a revision that was not made from the one at hand, for its schema; null where it is not to be had. */
async function chartOf(work: Work, entry: HistoryEntry) {
  const { chart } = work
  return chart?.name === entry.chart && chart.version === entry.chartVersion ? chart : null
}

function kindOf({ request }: Work): FoundRevision["operation"] {
  return request.kind
}

function reasonOf({ request }: Work): string | null {
  return "reason" in request ? request.reason : null
}

function rolledBackToOf(
  { request }: Work,
  entry: HistoryEntry,
  own: "change" | "restored" | "none",
): number | null {
  if (own === "change" && request.kind === "ROLLBACK") return request.targetRevision
  const said = /^Rollback to (\d+)/.exec(entry.description)?.[1]
  return said === undefined ? null : Number(said)
}

type AboutChart = Pick<
  FoundRevision,
  "repository" | "chartName" | "chartVersion" | "chartDigest" | "appVersion"
>

/** Whence the chart came and what its values make run: of a rollback, as it was in the revision gone back to. */
async function aboutChart(
  work: Work,
  entry: HistoryEntry,
  own: "change" | "restored" | "none",
  rolledBackTo: number | null,
): Promise<AboutChart> {
  const { request, release, chart } = work
  if (own === "change" && (request.kind === "INSTALL" || request.kind === "UPGRADE")) {
    const { repository, chartName, chartVersion, appVersion } = request
    return { repository, chartName, chartVersion, appVersion, chartDigest: chart?.digest ?? null }
  }
  const target = rolledBackTo === null ? null : await knownRevision(release.id, rolledBackTo)
  if (target !== null) {
    const { repository, chartName, chartVersion, appVersion, chartDigest } = target
    return { repository, chartName, chartVersion, appVersion, chartDigest }
  }
  return {
    repository: release.repository,
    chartName: entry.chart,
    chartVersion: entry.chartVersion,
    appVersion: entry.appVersion || entry.chartVersion,
    chartDigest: null,
  }
}
