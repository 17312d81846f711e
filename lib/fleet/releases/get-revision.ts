import type { Actor } from "@/lib/identity/auth/actor"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import type diffRevisionsTask from "./diff-revisions.task"
import { findRelease } from "./find-release"
import { currentIds, toRevision } from "./list-revisions"
import type { RevisionDetail, RevisionDiff } from "./revision-schema"
import { openable } from "./sealed-values"
import showRevision from "./show-revision.task"

/** One revision with masked values, manifest and notes; with `against` also the changes from that revision to this one. */
export async function getRevision(
  actor: Actor,
  releaseId: string,
  revision: number,
  against?: number,
): Promise<RevisionDetail> {
  const release = await findRelease(actor, releaseId)
  const row = await findRevision(releaseId, revision)
  const { values, manifest, notes } = (await shownOf(release.tenantId, row)) ?? unknown
  const diffAgainst = async (other: number) => {
    const before = await findRevision(releaseId, other)
    return {
      against: other,
      ...(await diffInThread(release.tenantId, before.sealedMasked, row.sealedMasked)),
    }
  }
  return {
    ...toRevision(row, await currentIds([release])),
    ...{ values, manifest, notes },
    diff: against === undefined ? null : await diffAgainst(against),
  }
}

/** The notes of a stored revision as they are shown; null where there are none. */
export async function notesOfRevision(tenantId: string, row: ReleaseRevision): Promise<string | null> {
  return (await shownOf(tenantId, row))?.notes ?? null
}

const unknown = { values: null, manifest: null, notes: null }

const showInThread = threadTask<typeof showRevision>("lib/fleet/releases/show-revision.task.ts", {
  resultBytes: 128 * 1_048_576,
})
/** What is sealed in fewer letters is opened at once. */
const maxInlineLength = 32 * 1_024

async function shownOf(tenantId: string, { sealedMasked }: ReleaseRevision) {
  if (sealedMasked === null) return null
  const revision = openable(sealedMasked)
  return sealedMasked.length < maxInlineLength ? showRevision(revision) : showInThread(tenantId, revision)
}

async function findRevision(releaseId: string, revision: number): Promise<ReleaseRevision> {
  const row = await db().releaseRevision.findFirst({
    where: { releaseId, revision, operation: { not: "UNINSTALL" } },
  })
  if (row === null) throw new DomainError("not_found", `The release has no revision ${revision}.`)
  return row
}

const run = threadTask<typeof diffRevisionsTask>("lib/fleet/releases/diff-revisions.task.ts", {
  milliseconds: 45_000,
  resultBytes: 64 * 1_048_576,
})

/**
 * What changes from one revision to another, both masked and sealed as they are stored. Null: there is nothing; `kept`:
 * what an uninstall leaves. Throws a 503 where the difference takes too much time or memory. `tenantId`: of the release.
 */
export async function diffInThread(
  tenantId: string,
  before: string | null,
  after: string | null | "kept",
): Promise<RevisionDiff> {
  const sideOf = (sealed: string | null) => (sealed === null ? null : openable(sealed))
  try {
    return await run(tenantId, { before: sideOf(before), after: after === "kept" ? after : sideOf(after) })
  } catch (error) {
    if (!(error instanceof TaskLimitError)) throw error
    throw new DomainError("unavailable", "The diff is too large to compute right now.", {
      retryAfterSeconds: 30,
    })
  }
}
