import { z } from "zod"
import { toCause } from "@/lib/fleet/operations/cause"
import { findTenant } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma, ReleaseRevision } from "@/lib/platform/db/generated/client"
import { db, snapshot } from "@/lib/platform/db/transaction"
import { notFound, unavailable } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { secondsBetween } from "@/lib/platform/instant"
import { cursorInstant, cutPage, decodeCursor, mapPage, type Page, type PageQuery } from "@/lib/platform/page"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import type diffRevisionsTask from "./diff-revisions.task"
import { findRelease } from "./find-release"
import { recordedRevision } from "./recorded-revision"
import {
  type Revision,
  type RevisionDetail,
  type RevisionDiff,
  revisionSchema,
  type TenantRevision,
} from "./revision-schema"
import { openable } from "./sealed-values"
import showRevision from "./show-revision.task"

const cursorKey = z.tuple([cursorInstant, z.uuid()])

/** The full history of a release, newest first, including revisions that Helm has pruned or removed. */
export async function listRevisions(
  actor: Actor,
  releaseId: string,
  query: PageQuery,
): Promise<Page<Revision>> {
  await findRelease(actor, releaseId)
  const page = await readPage({ releaseId }, query)
  return mapPage(page, (item) => fieldsOf(revisionSchema, item))
}

/** All changes of all releases of a tenant, newest first. 404 for a tenant the caller may not see. */
export async function listTenantHistory(
  actor: Actor,
  tenantId: string,
  query: PageQuery,
): Promise<Page<TenantRevision>> {
  const { id } = await findTenant(actor, tenantId)
  return readPage({ release: { tenantId: id } }, query)
}

async function readPage(
  where: Prisma.ReleaseRevisionWhereInput,
  { limit, cursor }: PageQuery,
): Promise<Page<TenantRevision>> {
  const after = decodeCursor(cursor, cursorKey)
  // One snapshot, so that the current revisions are among the revisions.
  const [rows, current] = await snapshot(async () => {
    const rows = await db().releaseRevision.findMany({
      where: { ...where, ...olderThan(after) },
      omit: omitSealed,
      include: { release: { select: { id: true, releaseName: true, inCluster: true } } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    })
    return [rows, await currentIds(rows.map(({ release }) => release))] as const
  })
  const page = cutPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id])
  return mapPage(page, ({ release, ...row }) => ({
    ...toRevision(row, current),
    releaseId: release.id,
    releaseName: release.releaseName,
  }))
}

/** The condition for rows after a cursor in lists sorted newest first. */
function olderThan(cursor: z.infer<typeof cursorKey> | null): Prisma.ReleaseRevisionWhereInput {
  if (cursor === null) return {}
  const createdAt = new Date(cursor[0])
  const id = cursor[1]
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}

/** The rows of the current revisions: the newest deployed one of each release that is in the cluster. */
async function currentIds(
  releases: readonly { id: string; inCluster: boolean }[],
): Promise<ReadonlySet<string>> {
  const ids = releases.filter(({ inCluster }) => inCluster).map(({ id }) => id)
  const rows = await db().releaseRevision.findMany({
    where: { releaseId: { in: [...new Set(ids)] }, status: "DEPLOYED", operation: { not: "UNINSTALL" } },
    orderBy: [{ releaseId: "asc" }, { revision: "desc" }],
    distinct: ["releaseId"],
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}

/** Excludes the encrypted values and manifest, which lists do not need. */
const omitSealed = { sealedValues: true, sealedMasked: true } as const
type ListedRevision = Omit<ReleaseRevision, keyof typeof omitSealed>

/** `current`: the rows of current revisions. */
function toRevision(row: ListedRevision, current: ReadonlySet<string>): Revision {
  return {
    ...fieldsOf(revisionSchema, row),
    current: current.has(row.id),
    durationSeconds: row.finishedAt === null ? null : secondsBetween(row.createdAt, row.finishedAt),
    cause: toCause(row.cause, row.error),
  }
}

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
    values,
    manifest,
    notes,
    diff: against === undefined ? null : await diffAgainst(against),
  }
}

/** The notes of a stored revision as displayed; null if there are none. */
export async function notesOfRevision(tenantId: string, row: ReleaseRevision): Promise<string | null> {
  return (await shownOf(tenantId, row))?.notes ?? null
}

const unknown = { values: null, manifest: null, notes: null }

const showInThread = threadTask<typeof showRevision>("lib/fleet/releases/show-revision.task.ts", {
  resultBytes: 128 * 1_048_576,
})
/** Shorter sealed texts are opened without a worker thread. */
const maxInlineLength = 32 * 1_024

async function shownOf(tenantId: string, { sealedMasked }: ReleaseRevision) {
  if (sealedMasked === null) return null
  const revision = openable(sealedMasked)
  return sealedMasked.length < maxInlineLength ? showRevision(revision) : showInThread(tenantId, revision)
}

async function findRevision(releaseId: string, revision: number): Promise<ReleaseRevision> {
  const row = await recordedRevision(releaseId, revision)
  if (row === null) throw notFound(`The release has no revision ${revision}.`)
  return row
}

const run = threadTask<typeof diffRevisionsTask>("lib/fleet/releases/diff-revisions.task.ts", {
  milliseconds: 45_000,
  resultBytes: 64 * 1_048_576,
})

/**
 * The changes from one revision to another, both masked and sealed as stored. Null: no revision; `kept`: what an
 * uninstall leaves. Throws a 503 if the diff takes too much time or memory. `tenantId`: the tenant of the release.
 */
export async function diffInThread(
  tenantId: string,
  before: string | null,
  after: string | null | "kept",
): Promise<RevisionDiff> {
  const sideOf = (sealed: string | null) => (sealed === null ? null : openable(sealed))
  const to = after === "kept" ? after : sideOf(after)
  return run(tenantId, { before: sideOf(before), after: to }).catch(
    onLimit(() => {
      throw unavailable("The diff is too large to compute right now.", 30)
    }),
  )
}
