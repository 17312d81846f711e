import { z } from "zod"
import { type Actor, may } from "@/lib/identity/auth/actor"
import { requireOrderlyWindow } from "@/lib/ledger/deployments/filters"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { type ActivityCursor, inOrder } from "./activity-cursor"
import { readDeployments, readMarks } from "./read-deployments"
import { readRevisions } from "./read-revisions"
import { type Activity, type ActivityQuery, activityKinds } from "./schema"

const cursorKey = z.tuple([z.iso.datetime(), z.enum(activityKinds), z.uuid()])

/**
 * The activity of deployments and releases, newest first: each source returns its newest entries, and the newest of
 * those are kept. What the caller may not read is omitted. Throws a 422 for a window that ends before it starts.
 */
export async function listActivity(
  actor: Actor,
  { limit, cursor, half, ...query }: ActivityQuery,
): Promise<Page<Activity>> {
  requireOrderlyWindow(query)
  const key = decodeCursor(cursor, cursorKey)
  const after: ActivityCursor | null =
    key === null ? null : { at: new Date(key[0]), kind: key[1], id: key[2] }
  const sources = [
    ...(may(actor, "deployments:read") && half !== "releases" ? [readDeployments, readMarks] : []),
    ...(may(actor, "releases:read") && half !== "deployments" && query.application === undefined
      ? [readRevisions]
      : []),
  ]
  const found = await Promise.all(sources.map((read) => read({ actor, query, after, take: limit + 1 })))
  const page = cutPage(found.flat().sort(inOrder), limit, ({ at, kind, id }) => [at.toISOString(), kind, id])
  return { ...page, items: page.items.map(({ activity }) => activity) }
}
