import { visibleInstalledSql } from "@/lib/fleet/releases/read-running-releases"
import type { Actor } from "@/lib/identity/auth/actor"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { pages } from "@/lib/platform/paths"
import type { Found } from "./group-results"
import { type LedgerRecord, readWhereItRuns, recordColumns, toNewest } from "./read-ledger"
import type { SearchTerms } from "./search-terms"

const maxMentions = 200

/** `environments`: environments that may have records. `live`: environments where something may run now. */
export type SearchedEnvironments = {
  environments: readonly EnvironmentRef[]
  live: readonly EnvironmentRef[]
}

/** The newest deployments whose notes or rollback reason mention a matching ticket. */
export async function findTickets(
  { environments, live }: SearchedEnvironments,
  { ticket }: SearchTerms,
  limit: number,
): Promise<Found[]> {
  if (ticket === null) return []
  const names = new Map(environments.map(({ id, name }) => [id, name]))
  const rows = await query<LedgerRecord>(Prisma.sql`
    SELECT * FROM (
      SELECT ${recordColumns} FROM deployment d
      WHERE (d.notes IS NOT NULL OR d.rollback_reason IS NOT NULL)
        AND ticket_words(d.notes, d.rollback_reason) @@ ${ticketQuery(ticket)}
        AND d.environment_id = ANY(${[...names.keys()]}::uuid[]) LIMIT ${maxMentions}) d
    ORDER BY d."deployedAt" DESC LIMIT ${limit + 1}`)
  const running = await readWhereItRuns(live, "image_tag", [...new Set(rows.map(({ imageTag }) => imageTag))])
  return rows.map((row) => {
    const runningHere = (running.get(row.imageTag) ?? []).filter(
      ({ deploymentId }) => deploymentId === row.id,
    )
    const newest = toNewest(row, names)
    return {
      kind: "ticket",
      id: row.id,
      label: row.imageTag,
      exact: false,
      path: pages.deployment(row.id),
      newest,
      detail: `${ticket.toUpperCase()} in the notes of ${row.application} in ${newest.environment}`,
      environments: { total: runningHere.length, items: runningHere },
    }
  })
}

/** A ticket contains no quotes or backslashes, so it needs no escaping. `ops-12:*` also matches OPS-123. */
function ticketQuery(ticket: string): Prisma.Sql {
  return Prisma.sql`${`'${ticket}':*`}::tsquery`
}

/** The newest revisions of installed releases whose description or reason mentions a matching ticket. */
export async function findRevisionTickets(
  actor: Actor,
  { ticket }: SearchTerms,
  limit: number,
): Promise<Found[]> {
  if (ticket === null) return []
  type Row = { id: string; revision: number; releaseId: string; releaseName: string }
  const rows = await query<Row>(Prisma.sql`
    SELECT r.id, r.revision, h.id AS "releaseId", h.release_name AS "releaseName" FROM (
      SELECT r.id, r.release_id, r.revision, r.created_at FROM release_revision r
      WHERE (r.description IS NOT NULL OR r.reason IS NOT NULL)
        AND ticket_words(r.description, r.reason) @@ ${ticketQuery(ticket)} LIMIT ${maxMentions}) r
    JOIN helm_release h ON h.id = r.release_id
    WHERE ${visibleInstalledSql(actor)}
    ORDER BY r.created_at DESC LIMIT ${limit + 1}`)
  return rows.map(({ id, revision, releaseId, releaseName }) => ({
    kind: "ticket",
    id,
    label: releaseName,
    exact: false,
    path: pages.release(releaseId, { revision }),
    detail: `${ticket.toUpperCase()} mentioned in revision ${revision}`,
    match: { releaseIds: [releaseId] },
  }))
}
