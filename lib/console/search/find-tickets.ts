import { installedSql, type ReleaseMatch } from "@/lib/fleet/releases/read-running-releases"
import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { pages } from "@/lib/platform/paths"
import { readWhereItRuns } from "./read-ledger"
import type { SearchHit, SearchKind } from "./schema"
import type { SearchTerms } from "./search-terms"

type Mention = {
  id: string
  application: string
  environmentId: string
  imageTag: string
  status: DeploymentStatus
  deployedAt: Date
  initiatedBy: string
}

const maxMentions = 200

/** `all`: environments that may have records. `live`: environments where something may run now. */
export type SearchedEnvironments = { all: readonly EnvironmentRef[]; live: readonly EnvironmentRef[] }

/** The newest deployments whose notes or rollback reason mention a matching ticket. */
export async function findTickets(
  { all, live }: SearchedEnvironments,
  { ticket }: SearchTerms,
  limit: number,
): Promise<DraftGroup> {
  if (ticket === null) return { kind: "ticket", more: false, hits: [] }
  const names = new Map(all.map(({ id, name }) => [id, name]))
  const rows = await query<Mention>(Prisma.sql`
    SELECT * FROM (
      SELECT d.id, d.application, d.environment_id AS "environmentId", d.image_tag AS "imageTag", d.status,
        d.deployed_at AS "deployedAt", d.initiated_by AS "initiatedBy" FROM deployment d
      WHERE (d.notes IS NOT NULL OR d.rollback_reason IS NOT NULL)
        AND ticket_words(d.notes, d.rollback_reason) @@ ${ticketQuery(ticket)}
        AND d.environment_id = ANY(${[...names.keys()]}::uuid[]) LIMIT ${maxMentions}) d
    ORDER BY d."deployedAt" DESC LIMIT ${limit + 1}`)
  const running = await readWhereItRuns(live, "image_tag", [...new Set(rows.map(({ imageTag }) => imageTag))])
  const drafts = rows.map((row): Draft => {
    const here = (running.get(row.imageTag) ?? []).filter(({ deploymentId }) => deploymentId === row.id)
    const environment = names.get(row.environmentId) ?? row.environmentId
    return {
      ...notRunning,
      kind: "ticket",
      id: row.id,
      label: row.imageTag,
      detail: `${ticket.toUpperCase()} in the notes of ${row.application} in ${environment}`,
      exact: false,
      path: pages.deployment(row.id),
      newest: {
        deploymentId: row.id,
        application: row.application,
        environment,
        imageTag: row.imageTag,
        status: row.status,
        at: toInstant(row.deployedAt),
        by: row.initiatedBy,
      },
      environments: { total: here.length, items: here },
      match: {},
    }
  })
  return cutGroup("ticket", drafts, limit)
}

/** A ticket contains no quotes or backslashes, so it needs no escaping. `ops-12:*` also matches OPS-123. */
function ticketQuery(ticket: string): Prisma.Sql {
  return Prisma.sql`${`'${ticket}':*`}::tsquery`
}

/** A result before its tenants are resolved, which is done for all results in one query. */
export type Draft = Omit<SearchHit, "tenants"> & { match: ReleaseMatch }

export type DraftGroup = { kind: SearchKind; more: boolean; hits: Draft[] }

/** Exact matches come first; the order is otherwise preserved. */
export function cutGroup(kind: SearchKind, drafts: readonly Draft[], limit: number): DraftGroup {
  const sorted = drafts.toSorted((a, b) => Number(b.exact) - Number(a.exact))
  return { kind, more: sorted.length > limit, hits: sorted.slice(0, limit) }
}

export const notRunning: Pick<Draft, "newest" | "environments"> = {
  newest: null,
  environments: { total: 0, items: [] },
}

/** The newest revisions of installed releases whose description or reason mentions a matching ticket. */
export async function findRevisionTickets(
  actor: Actor,
  { ticket }: SearchTerms,
  limit: number,
): Promise<DraftGroup> {
  if (ticket === null) return { kind: "ticket", more: false, hits: [] }
  const rows = await query<{
    id: string
    revision: number
    releaseId: string
    releaseName: string
  }>(Prisma.sql`
    SELECT r.id, r.revision, h.id AS "releaseId", h.release_name AS "releaseName" FROM (
      SELECT r.id, r.release_id, r.revision, r.created_at FROM release_revision r
      WHERE (r.description IS NOT NULL OR r.reason IS NOT NULL)
        AND ticket_words(r.description, r.reason) @@ ${ticketQuery(ticket)} LIMIT ${maxMentions}) r
    JOIN helm_release h ON h.id = r.release_id
    WHERE ${installedSql(scopeOf(actor).tenants)}
    ORDER BY r.created_at DESC LIMIT ${limit + 1}`)
  const drafts = rows.map(
    ({ id, revision, releaseId, releaseName }): Draft => ({
      ...notRunning,
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
