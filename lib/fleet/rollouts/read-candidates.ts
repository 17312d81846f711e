import { z } from "zod"
import { parseChartReference } from "@/lib/fleet/charts/schema"
import { openChangeSql } from "@/lib/fleet/operations/operation-states"
import { findUnchanged } from "@/lib/fleet/values/set-values"
import { parseKeyPaths } from "@/lib/fleet/values/values-path"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { ofChartSql } from "@/lib/policy/quarantine/find-quarantined"
import type { Candidate, Target } from "./plan-rules"
import type { RolloutOptions } from "./schema"

const tagsSchema = z.record(z.string(), z.string())

/**
 * The installed releases of a chart visible to the caller, and selected ones that are uninstalled, in one query. Throws a
 * 422 for /releases/n when a selected release does not belong to the chart.
 */
export async function readCandidates(
  actor: Actor,
  reference: string,
  target: Target,
  options: Pick<RolloutOptions, "releases" | "valuesOverride" | "valuesReset">,
): Promise<Candidate[]> {
  const { releases: releaseIds, valuesOverride } = options
  const { repository, chartName } = parseChartReference(reference)
  const rows = await db().$queryRaw<(Omit<Candidate, "tags" | "hasValues"> & { tags: unknown })[]>`
    SELECT r.id AS "releaseId", r.release_name AS "releaseName", r.namespace, r.cluster, r.tenant_id AS "tenantId",
      t.slug AS "tenantSlug", t.name AS "tenantName", t.status = 'SUSPENDED' AS "tenantSuspended", t.tags,
      r.repository, r.chart_version AS "chartVersion", r.revision,
      (SELECT json_build_object('reason', q.reason, 'createdBy', q.created_by) FROM quarantine q
        WHERE ${ofChartSql(Prisma.sql`r.chart_name`, Prisma.sql`r.chart_version`)}
          AND r.chart_version IS DISTINCT FROM (SELECT v.chart_version FROM release_revision v
            WHERE v.release_id = r.id AND v.status = 'DEPLOYED' AND v.operation <> 'UNINSTALL'
            ORDER BY v.revision DESC LIMIT 1)) AS quarantine,
      r.status <> 'UNINSTALLED' AND (r.in_cluster OR o.id IS NOT NULL) AS installed, o.id IS NOT NULL AS changing,
      r.status = 'FAILED' OR r.last_error IS NOT NULL AS failed, r.out_of_band AS "outOfBand"
    FROM helm_release r JOIN tenant t ON t.id = r.tenant_id
    LEFT JOIN operation o ON o.release_id = r.id AND ${openChangeSql}
    WHERE r.chart_name = ${chartName} AND (r.status <> 'UNINSTALLED' OR r.id = ANY(${[...(releaseIds ?? [])]}::uuid[]))
      ${repository === null ? Prisma.empty : Prisma.sql`AND r.repository = ${repository}`}
      AND ${visibleTo(actor).tenants.sql(Prisma.sql`r.tenant_id`)}`
  rejectUnknown(reference, releaseIds ?? [], rows)
  // A failed release is upgraded anyway, because its values were not deployed.
  const comparable = rows.filter(
    ({ releaseId, installed, failed }) => installed && !failed && (releaseIds?.includes(releaseId) ?? true),
  )
  const unchanged =
    target === null
      ? await findUnchanged(
          actor,
          comparable.map(({ releaseId: id }) => ({ id })),
          valuesOverride,
          parseKeyPaths(options.valuesReset),
        )
      : new Set()
  return rows.map((row) => ({
    ...row,
    tags: tagsSchema.parse(row.tags),
    hasValues: unchanged.has(row.releaseId),
  }))
}

function rejectUnknown(
  reference: string,
  releaseIds: readonly string[],
  rows: readonly { releaseId: string }[],
): void {
  const knownIds = new Set(rows.map(({ releaseId }) => releaseId))
  const errors = releaseIds.flatMap((id, index) =>
    knownIds.has(id)
      ? []
      : [{ pointer: `/releases/${index}`, message: `There is no release ${id} of ${reference}.` }],
  )
  const [first] = errors
  if (first === undefined) return
  throw new DomainError("invalid", first.message, { code: "unknown_release", errors })
}
