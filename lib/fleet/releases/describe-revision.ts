import type { StoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { showMasked } from "@/lib/kube/masking/mask"
import { Masker } from "@/lib/kube/masking/masker"
import { endedAs, outsideSlipway, rolledBackToIn } from "./helm-words"
import { knownRevision } from "./known-revision"
import { maskMade } from "./mask-in-thread"
import type { FoundRevision } from "./record-outcome"
import { maskKeyOfRelease, maskOfRelease, type StoredValues } from "./sealed-values"

/** The release that a revision belongs to; `id` null: it is no release of Slipway's yet. */
export type RevisionOf = {
  id: string | null
  cluster: string
  namespace: string
  releaseName: string
  /** Where its chart came from before, empty where that is not known. */
  repository: string
  chartName: string | null
  /** Values that were secret before are so in this revision too. */
  valuesBefore: StoredValues
}

/** `masker`: for everything else that is said of the revision. */
export type Described = { found: FoundRevision; masker: Masker }

/**
 * A revision as Helm keeps it, in Slipway's words, with what is secret masked by the chart that it was made from. It is
 * nobody's: whoever knows who made it says so. `goneBackTo`: where Helm does not say any more what was rolled back to.
 */
export async function describeRevision(
  of: RevisionOf,
  { record, chart }: StoredRevision,
  goneBackTo: number | null = null,
): Promise<Described> {
  const mask = maskKeyOfRelease(of)
  const publicNames = [of.releaseName, of.namespace, record.chart?.name ?? ""]
  const asked = { record, chart, mask, before: of.valuesBefore, publicNames }
  const { revision: masked, secrets } = await maskMade(of.namespace, asked)
  const masker = new Masker(secrets, maskOfRelease(of))
  const rolledBackTo = goneBackTo ?? rolledBackToIn(record.description)
  const found: FoundRevision = {
    revision: record.revision,
    operation: "OUT_OF_BAND",
    operationId: null,
    ...(await aboutChart(of, record, rolledBackTo)),
    values: record.values,
    masked,
    status: endedAs[record.status],
    description: showMasked(masker.text(record.description)).replaceAll("\0", "") || null,
    performedBy: outsideSlipway,
    createdAt: record.lastDeployedAt ?? record.firstDeployedAt ?? new Date(),
    finishedAt: null,
    rolledBackTo,
    reason: null,
    error: null,
  }
  return { found, masker }
}

type AboutChart = Pick<
  FoundRevision,
  "repository" | "chartName" | "chartVersion" | "chartDigest" | "appVersion"
>

/** Of a rollback, as it was in the revision gone back to, which may run another version than the chart says. */
async function aboutChart(
  of: RevisionOf,
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
