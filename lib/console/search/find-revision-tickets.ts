import { installedSql } from "@/lib/fleet/releases/read-running-releases"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { pages } from "@/lib/platform/paths"
import { cutGroup, type Draft, type DraftGroup, nowhere } from "./draft"
import { ticketQuery } from "./find-tickets"
import type { SearchTerms } from "./search-terms"

const maxMentions = 200

/** The newest revisions of installed releases whose description or reason mentions a matching ticket. */
export async function findRevisionTickets(
  actor: Actor,
  { ticket }: SearchTerms,
  limit: number,
): Promise<DraftGroup> {
  if (ticket === null) return { kind: "ticket", more: false, hits: [] }
  const rows = await db().$queryRaw<
    { id: string; revision: number; releaseId: string; releaseName: string }[]
  >`
    SELECT r.id, r.revision, h.id AS "releaseId", h.release_name AS "releaseName" FROM (
      SELECT r.id, r.release_id, r.revision, r.created_at FROM release_revision r
      WHERE (r.description IS NOT NULL OR r.reason IS NOT NULL)
        AND ticket_words(r.description, r.reason) @@ ${ticketQuery(ticket)} LIMIT ${maxMentions}) r
    JOIN helm_release h ON h.id = r.release_id
    WHERE ${installedSql(actor.tenantIds)}
    ORDER BY r.created_at DESC LIMIT ${limit + 1}`
  const drafts = rows.map(
    ({ id, revision, releaseId, releaseName }): Draft => ({
      ...nowhere,
      kind: "ticket",
      id,
      label: releaseName,
      detail: `${ticket.toUpperCase()} mentioned in revision ${revision}`,
      exact: false,
      path: pages.release(releaseId, { revision }),
      match: { releaseIds: [releaseId] },
    }),
  )
  return cutGroup("ticket", drafts, limit)
}
