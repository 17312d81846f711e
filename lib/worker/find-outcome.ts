import { HelmError } from "@/lib/helm/helm-error"
import { renderChart } from "@/lib/helm/render-chart"
import type { HistoryEntry, ReleaseRecord } from "@/lib/helm/schema"
import { showMasked } from "@/lib/masking/mask"
import type { Masker } from "@/lib/masking/masker"
import { maskRecord, strictMasker } from "@/lib/releases/mask-record"
import type { FoundRevision, Outcome } from "@/lib/releases/record-outcome"
import type { ReleaseStatus } from "@/lib/releases/schema"
import type { MaskedRevision } from "@/lib/releases/sealed-values"
import { type Described, describeRevision } from "./describe-revision"
import type { Mended } from "./mend-history"
import { type Work, whereOf } from "./work"

/** How Helm ended, as far as that is known; `error` is a sentence that is not masked yet, null after a success. */
export type Ended = { error: string | null; cancelled: boolean; record: ReleaseRecord | null }

const interrupted = "Helm was interrupted before it had finished."

/**
 * What came of a change, told from Helm's history: that decides, whatever Helm or a dead worker would have said. `base` is
 * Helm's last revision before the change.
 */
export async function findOutcome(work: Work, base: number, after: Mended, ended: Ended): Promise<Outcome> {
  const made = after.history.filter(({ revision }) => revision > base)
  const described = await describeAll(work, made, ended)
  const nothingLeft = work.request.kind === "INSTALL" && made.length === 0 ? await renderAlone(work) : null
  const masker = described.at(-1)?.masker ?? nothingLeft?.masker ?? strictFor(work)
  work.progress.maskWith(masker)
  return work.request.kind === "UNINSTALL"
    ? ofUninstall(work, base, after, ended, described, masker)
    : ofChange(work, base, after, ended, { described, nothingLeft, masker })
}

async function describeAll(work: Work, made: readonly HistoryEntry[], ended: Ended): Promise<Described[]> {
  const described: Described[] = []
  for (const [index, entry] of made.entries()) {
    const own = index === 0 && work.request.kind !== "UNINSTALL" ? "change" : "restored"
    const record = ended.record?.revision === entry.revision ? ended.record : null
    described.push(await describeRevision(work, entry, own, record))
  }
  return described
}

function strictFor(work: Work): Masker {
  const { request, chart, mask } = work
  return strictMasker(chart, mask, "values" in request ? request.values : {})
}

type Rendered = { masked: MaskedRevision; masker: Masker }
type Known = { described: readonly Described[]; nothingLeft: Rendered | null; masker: Masker }

/** What an install that left nothing would have made: for the history, and so that its error can be told without secrets. */
async function renderAlone(work: Work): Promise<Rendered | null> {
  const { request, chart, mask, helm } = work
  if (request.kind !== "INSTALL" || chart === null) return null
  const quiet = { helm: helm.helm, limits: { wallClockSeconds: 30 } }
  const input = { ...whereOf(work), chart: chart.path, values: JSON.stringify(request.values) }
  const manifest = await renderChart(quiet, input).catch(() => null)
  return manifest === null
    ? null
    : maskRecord({ values: request.values, manifest, hooks: [], notes: "" }, chart, mask)
}

function ofChange(
  work: Work,
  base: number,
  { history, mended }: Mended,
  ended: Ended,
  { described, nothingLeft, masker }: Known,
): Outcome {
  const last = history.at(-1)
  const [own] = described
  const succeeded = own?.found.status === "DEPLOYED" && described.length === 1
  const said = succeeded ? null : (ended.error ?? mended ?? interrupted)
  const error = said === null ? null : showMasked(masker.text(said))
  const revisions = described.map(({ found }, index) => (index === 0 ? { ...found, error } : found))
  const gone =
    work.request.kind === "INSTALL" && own === undefined
      ? [neverMade(work, base + 1, error, nothingLeft)]
      : []
  return {
    ending: {
      state: succeeded ? "SUCCEEDED" : ended.cancelled ? "CANCELLED" : "FAILED",
      error,
      revision: own?.found.revision ?? gone[0]?.revision ?? null,
    },
    revisions: [...revisions, ...gone],
    release: {
      ...settledBy(work, last),
      lastError: error,
    },
    mended,
  }
}

/** An install that took itself back, or never got as far as to leave a revision: Helm has none, but it was tried. */
function neverMade(
  work: Work,
  revision: number,
  error: string | null,
  rendered: Rendered | null,
): FoundRevision {
  const { request, operation, chart, mask } = work
  if (request.kind !== "INSTALL") throw new Error("Only an install leaves nothing.")
  const empty = { values: request.values, manifest: "", hooks: [], notes: "" }
  return {
    revision,
    operation: "INSTALL",
    operationId: operation.id,
    repository: request.repository,
    chartName: request.chartName,
    chartVersion: request.chartVersion,
    chartDigest: chart?.digest ?? null,
    appVersion: request.appVersion,
    values: request.values,
    masked: (rendered ?? maskRecord(empty, chart, mask)).masked,
    status: "FAILED",
    description: request.description,
    performedBy: operation.requestedBy,
    createdAt: operation.helmStartedAt ?? new Date(),
    finishedAt: new Date(),
    rolledBackTo: null,
    reason: null,
    error,
  }
}

function settledBy(
  work: Work,
  last: HistoryEntry | undefined,
): { status: ReleaseStatus; inCluster: boolean; uninstallReason?: string } {
  if (last !== undefined)
    return { status: last.status === "deployed" ? "DEPLOYED" : "FAILED", inCluster: true }
  if (work.request.kind === "INSTALL") return { status: "FAILED", inCluster: false }
  return { status: "UNINSTALLED", inCluster: false, uninstallReason: "It was removed outside Slipway." }
}

function ofUninstall(
  work: Work,
  base: number,
  { history, mended }: Mended,
  ended: Ended,
  described: readonly Described[],
  masker: Masker,
): Outcome {
  const isGone = history.length === 0
  const said = isGone ? null : (ended.error ?? interrupted)
  const error = said === null ? null : showMasked(masker.text(said))
  const { release, request } = work
  const reason = request.kind === "UNINSTALL" ? request.reason : null
  const revision = base === 0 ? release.revision : base
  const removal = removalOf(work, revision, isGone, reason, error)
  return {
    ending: { state: isGone ? "SUCCEEDED" : "FAILED", error, revision: null },
    revisions: [...described.map(({ found }) => found), ...(revision > 0 ? [removal] : [])],
    release: {
      ...settledBy(work, history.at(-1)),
      lastError: error,
      ...(isGone && { uninstallReason: reason }),
    },
    mended,
  }
}

function removalOf(
  work: Work,
  revision: number,
  isGone: boolean,
  reason: string | null,
  error: string | null,
): FoundRevision {
  const { release, operation } = work
  const { repository, chartName, chartVersion, appVersion } = release
  return {
    revision,
    operation: "UNINSTALL",
    operationId: operation.id,
    ...{ repository, chartName, chartVersion, appVersion },
    chartDigest: null,
    values: null,
    masked: null,
    status: isGone ? "DEPLOYED" : "FAILED",
    description: isGone ? "Uninstalled" : null,
    performedBy: operation.requestedBy,
    createdAt: operation.helmStartedAt ?? new Date(),
    finishedAt: new Date(),
    rolledBackTo: null,
    ...{ reason, error },
  }
}

export const wasCancelled = (error: unknown) => error instanceof HelmError && error.kind === "cancelled"
