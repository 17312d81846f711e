import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { pages } from "@/lib/platform/paths"
import { cutGroup, type Draft, type DraftGroup, nowhere } from "./draft"
import { readWhereItRuns } from "./read-ledger"
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

/** `all`: environments that may have records. `places`: environments where something may run now. */
export type SearchedEnvironments = { all: readonly EnvironmentRef[]; places: readonly EnvironmentRef[] }

/** The newest deployments whose notes or rollback reason mention a matching ticket. */
export async function findTickets(
  { all, places }: SearchedEnvironments,
  { ticket }: SearchTerms,
  limit: number,
): Promise<DraftGroup> {
  if (ticket === null) return { kind: "ticket", more: false, hits: [] }
  const names = new Map(all.map(({ id, name }) => [id, name]))
  const rows = await db().$queryRaw<Mention[]>`
    SELECT * FROM (
      SELECT d.id, d.application, d.environment_id AS "environmentId", d.image_tag AS "imageTag", d.status,
        d.deployed_at AS "deployedAt", d.initiated_by AS "initiatedBy" FROM deployment d
      WHERE (d.notes IS NOT NULL OR d.rollback_reason IS NOT NULL)
        AND ticket_words(d.notes, d.rollback_reason) @@ ${ticketQuery(ticket)}
        AND d.environment_id = ANY(${[...names.keys()]}::uuid[]) LIMIT ${maxMentions}) d
    ORDER BY d."deployedAt" DESC LIMIT ${limit + 1}`
  const running = await readWhereItRuns(places, "image_tag", [
    ...new Set(rows.map(({ imageTag }) => imageTag)),
  ])
  const drafts = rows.map((row): Draft => {
    const here = (running.get(row.imageTag) ?? []).filter(({ deploymentId }) => deploymentId === row.id)
    const environment = names.get(row.environmentId) ?? row.environmentId
    return {
      ...nowhere,
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
export function ticketQuery(ticket: string): Prisma.Sql {
  return Prisma.sql`${`'${ticket}':*`}::tsquery`
}
