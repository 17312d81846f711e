import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { findRelease } from "./find-release"
import { readCurrentId } from "./read-current"
import type { Revision } from "./revision-schema"
import { toRevision, withoutSealed } from "./to-revision"

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()])

/** The full history of a release, newest first, including revisions that Helm has pruned or removed. */
export async function listRevisions(
  actor: Actor,
  releaseId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<Revision>> {
  const after = decodeCursor(cursor, cursorKey)
  const release = await findRelease(actor, releaseId)
  const at = after === null ? null : new Date(after[0])
  const rows = await db().releaseRevision.findMany({
    where: {
      releaseId,
      ...(after !== null &&
        at !== null && { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: after[1] } }] }),
    },
    omit: withoutSealed,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  })
  const currentId = await readCurrentId(release)
  const page = cutPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id])
  return { ...page, items: page.items.map((row) => toRevision(row, currentId)) }
}
