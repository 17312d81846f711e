import { maskCause } from "@/lib/fleet/operations/cause"
import { isPending } from "@/lib/fleet/releases/helm-words"
import type { Outcome } from "@/lib/fleet/releases/record-outcome"
import { showMasked } from "@/lib/kube/masking/mask"
import { describeOwn, type OwnRevision } from "./describe-own"
import { currentState, type Ended, type Known, whyNot } from "./ended"
import { failedInstallRevision, type Rendered, renderAlone } from "./failed-install-revision"
import { maskerBefore } from "./masker-before"
import { type Repaired, whoMade } from "./repair-history"
import type { Own } from "./revision-origin"
import { uninstallOutcome } from "./uninstall-outcome"
import type { Work } from "./work"

/**
 * The outcome of a change, read from Helm's history, which decides regardless of what Helm or a killed worker reported.
 * Revisions that others made since Helm was started are recorded as out-of-band.
 */
export async function findOutcome(work: Work, after: Repaired, ended: Ended): Promise<Outcome> {
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

/** The revisions that Helm stored since, and their origin. One that another Helm client is still working on is skipped. */
function madeSince(work: Work, after: Repaired) {
  const { operation, request } = work
  const base = operation.baseRevision ?? 0
  const made = whoMade(work, after)
    .flatMap((own, index) => {
      const entry = after.history[index]
      return entry === undefined ? [] : [{ own, entry }]
    })
    .filter(({ own, entry }) => entry.revision > base && (own !== "none" || !isPending[entry.status]))
  // Revisions that others installed under the same name belong to a different release.
  return request.kind === "INSTALL" ? made.slice(firstOwn(made)) : made
}

function firstOwn(made: readonly { own: Own }[]): number {
  const index = made.findIndex(({ own }) => own === "change")
  return index === -1 ? made.length : index
}

function ofChange(
  work: Work,
  after: Repaired,
  ended: Ended,
  { described, own, nothingLeft, mask }: Known & { own: OwnRevision | null; nothingLeft: Rendered | null },
): Outcome {
  const succeeded = own?.found.status === "DEPLOYED"
  const failure = succeeded ? null : whyNot(after, ended)
  const error = failure === null ? null : mask(failure.text)
  const cause = failure === null ? null : maskCause(failure.cause, mask)
  const revisions = described.map((one) => (one === own ? { ...one.found, error, cause } : one.found))
  const isLost = work.request.kind === "INSTALL" && own === null
  const base = work.operation.baseRevision ?? 0
  const gone = isLost ? [{ ...failedInstallRevision(work, base + 1, error, nothingLeft), cause }] : []
  return {
    ending: {
      state: succeeded ? "SUCCEEDED" : ended.cancelled ? "CANCELLED" : "FAILED",
      ...{ error, cause },
      revision: own?.found.revision ?? gone[0]?.revision ?? null,
    },
    revisions: [...revisions, ...gone],
    release: {
      ...(isLost ? { status: "FAILED", inCluster: false } : currentState(after.history)),
      lastError: error,
    },
    repaired: after.repaired,
  }
}
