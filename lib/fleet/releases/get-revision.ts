import type { Actor } from "@/lib/identity/auth/actor"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { threadTask } from "@/lib/platform/threads/thread-task"
import { diffInThread } from "./diff-in-thread"
import { findRelease } from "./find-release"
import { readCurrentId } from "./read-current"
import type { RevisionDetail } from "./revision-schema"
import { openable } from "./sealed-values"
import showRevision from "./show-revision.task"
import { toRevision } from "./to-revision"

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
    ...toRevision(row, await readCurrentId(release)),
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
const smallLetters = 32 * 1_024

async function shownOf(tenantId: string, { sealedMasked }: ReleaseRevision) {
  if (sealedMasked === null) return null
  const revision = openable(sealedMasked)
  return sealedMasked.length < smallLetters ? showRevision(revision) : showInThread(tenantId, revision)
}

async function findRevision(releaseId: string, revision: number): Promise<ReleaseRevision> {
  const row = await db().releaseRevision.findFirst({
    where: { releaseId, revision, operation: { not: "UNINSTALL" } },
  })
  if (row === null) throw new DomainError("not_found", `The release has no revision ${revision}.`)
  return row
}
