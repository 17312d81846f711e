import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { Entry } from "./read-deployments"
import { type Ask, windowOf } from "./read-source"

/** Revisions of releases, and uninstalls. */
export async function readRevisions(ask: Ask): Promise<Entry[]> {
  const { only, by } = ask.query
  const conditions = {
    ...(only === "rollbacks" && { operation: "ROLLBACK" as const }),
    ...(only === "failures" && { status: "FAILED" as const }),
    ...(by !== undefined && { performedBy: by }),
  }
  const rows = await db().releaseRevision.findMany({
    where: {
      AND: [conditions, { release: ofVisibleTenants(ask.actor) }, ...windowOf(ask, "release", "createdAt")],
    },
    omit: { sealedValues: true, sealedMasked: true },
    include: { release: { select: { id: true, releaseName: true, tenant: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: ask.take,
  })
  return rows.map(({ release: { tenant, ...release }, ...row }) => ({
    ...{ at: row.createdAt, kind: "release", id: row.id },
    activity: {
      ...{ kind: "release", at: toInstant(row.createdAt), by: row.performedBy },
      ...{ why: row.reason ?? row.description, error: row.error },
      ...{ isRollback: row.operation === "ROLLBACK", deployment: null },
      release: {
        ...{ id: release.id, releaseName: release.releaseName, tenantId: tenant.id, tenantName: tenant.name },
        ...{ chartName: row.chartName, chartVersion: row.chartVersion, revision: row.revision },
        ...{ operation: row.operation, status: row.status, rolledBackTo: row.rolledBackTo },
      },
    },
  }))
}
