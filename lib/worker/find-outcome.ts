import { showMasked } from "@/lib/masking/mask"
import type { Masker } from "@/lib/masking/masker"
import { maskRecord, maskUnrendered, strictMasker } from "@/lib/releases/mask-record"
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
 * What came of a change, told from Helm's history: that decides, whatever Helm or a dead worker would have said. What others
 * made since Helm was started is recorded too, as theirs.
 */
export async function findOutcome(work: Work, after: Mended, ended: Ended): Promise<Outcome> {
  const described = await describeOwn(work, madeSince(work, after))
  const own = described.find((one) => one.own === "change") ?? null
  const nothingLeft = own === null ? await renderAlone(work) : null
  const masker = (own ?? nothingLeft)?.masker ?? maskerBefore(work)
  work.progress.maskWith(masker)
  const mask = (said: string) =>
    showMasked(described.reduce((text, one) => one.masker.text(text), masker.text(said)))
  return work.request.kind === "UNINSTALL"
    ? uninstallOutcome(work, after, ended, { described, mask })
    : ofChange(work, after, ended, { described, own, nothingLeft, mask })
}

/** The revisions that Helm has since, and whose they are; one that somebody else is still at work on is for later. */
function madeSince(work: Work, after: Mended) {
  const { operation, request } = work
  const base = operation.baseRevision ?? 0
  const made = whoMade(work, after)
    .flatMap((own, index) => {
      const entry = after.history[index]
      return entry === undefined ? [] : [{ own, entry }]
    })
    .filter(({ own, entry }) => entry.revision > base && (own !== "none" || !isPending[entry.status]))
  // What others installed under the name is not this release's.
  return request.kind === "INSTALL" ? made.slice(firstOwn(made)) : made
}

function firstOwn(made: readonly { own: Own }[]): number {
  const index = made.findIndex(({ own }) => own === "change")
  return index === -1 ? made.length : index
}

function ofChange(
  work: Work,
  after: Mended,
  ended: Ended,
  { described, own, nothingLeft, mask }: Known & { own: OwnRevision | null; nothingLeft: Rendered | null },
): Outcome {
  const succeeded = own?.found.status === "DEPLOYED"
  const said = succeeded ? null : (ended.error ?? after.mended ?? interrupted)
  const error = said === null ? null : mask(said)
  const revisions = described.map((one) => (one === own ? { ...one.found, error } : one.found))
  const isLost = work.request.kind === "INSTALL" && own === null
  const base = work.operation.baseRevision ?? 0
  const gone = isLost ? [neverMade(work, base + 1, error, nothingLeft)] : []
  return {
    ending: {
      state: succeeded ? "SUCCEEDED" : ended.cancelled ? "CANCELLED" : "FAILED",
      error,
      revision: own?.found.revision ?? gone[0]?.revision ?? null,
    },
    revisions: [...revisions, ...gone],
    release: {
      ...(isLost ? { status: "FAILED", inCluster: false } : settledBy(after.history)),
      lastError: error,
    },
    mended: after.mended,
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
    masked: rendered?.masked ?? maskUnrendered(request.values, chart, mask),
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
