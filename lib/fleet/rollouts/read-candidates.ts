import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import type { Candidate } from "./plan-rules"

const tagsSchema = z.record(z.string(), z.string())

/** Splits `name` or `repository/name`; without a repository any matches. */
export function chartOf(reference: string): { repository: string | null; chartName: string } {
  const slash = reference.indexOf("/")
  return { repository: slash < 0 ? null : reference.slice(0, slash), chartName: reference.slice(slash + 1) }
}

/**
 * The installed releases of a chart visible to the caller, and selected ones that are uninstalled, in one query. Throws a
 * 422 for /releases/n when a selected release does not belong to the chart.
 */
export async function readCandidates(
  actor: Actor,
  reference: string,
  chosen: readonly string[] | undefined,
): Promise<Candidate[]> {
  const { repository, chartName } = chartOf(reference)
  const rows = await db().$queryRaw<(Omit<Candidate, "tags"> & { tags: unknown })[]>`
    SELECT r.id AS "releaseId", r.release_name AS "releaseName", r.namespace, r.cluster, r.tenant_id AS "tenantId",
      t.slug AS "tenantSlug", t.name AS "tenantName", t.status = 'SUSPENDED' AS "tenantSuspended", t.tags,
      r.repository, r.chart_version AS "chartVersion", r.revision,
      r.status <> 'UNINSTALLED' AND (r.in_cluster OR o.id IS NOT NULL) AS installed, o.id IS NOT NULL AS changing,
      r.status = 'FAILED' OR r.last_error IS NOT NULL AS failed, r.out_of_band AS "outOfBand"
    FROM helm_release r JOIN tenant t ON t.id = r.tenant_id
    LEFT JOIN operation o ON o.release_id = r.id AND o.state IN ('QUEUED', 'RUNNING') AND o.kind <> 'PREVIEW'
    WHERE r.chart_name = ${chartName} AND (r.status <> 'UNINSTALLED' OR r.id = ANY(${[...(chosen ?? [])]}::uuid[]))
      ${repository === null ? Prisma.empty : Prisma.sql`AND r.repository = ${repository}`}
      ${actor.tenantIds === null ? Prisma.empty : Prisma.sql`AND r.tenant_id = ANY(${[...actor.tenantIds]}::uuid[])`}`
  refuseUnknown(reference, chosen ?? [], rows)
  return rows.map((row) => ({ ...row, tags: tagsSchema.parse(row.tags) }))
}

function refuseUnknown(
  reference: string,
  chosen: readonly string[],
  rows: readonly { releaseId: string }[],
): void {
  const known = new Set(rows.map(({ releaseId }) => releaseId))
  const errors = chosen.flatMap((id, index) =>
    known.has(id)
      ? []
      : [{ pointer: `/releases/${index}`, message: `There is no release ${id} of ${reference}.` }],
  )
  const [first] = errors
  if (first === undefined) return
  throw new DomainError("invalid", first.message, { code: "unknown_release", errors })
}
