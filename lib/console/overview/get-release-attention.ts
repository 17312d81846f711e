import { listFleetVersions } from "@/lib/fleet/releases/count-releases"
import { runsSql } from "@/lib/fleet/releases/fleet-filter"
import { findAdoptable } from "@/lib/fleet/releases/list-unmanaged"
import { changeCondition, maxCounted, type ReleaseCondition } from "@/lib/fleet/releases/open-changes"
import { isOverBudget } from "@/lib/fleet/releases/version-lag"
import { readProgress, visibleRollouts } from "@/lib/fleet/rollouts/find-rollout"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, snapshot } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { ofChartSql } from "@/lib/policy/quarantine/find-quarantined"
import {
  type ReleaseAttention,
  type ReleaseAttentionItem,
  type ReleaseAttentionKind,
  releaseAttentionKinds,
} from "./release-attention-schema"

const maxItems = 5

type Row = {
  kind: string
  releaseId: string
  releaseName: string
  tenantName: string
  repository: string
  chartName: string
  chartVersion: string
  since: Date
  total: number
  tenant_id: string
}

/** The releases that need attention and are visible to the caller, most severe first. */
export async function getReleaseAttention(actor: Actor): Promise<ReleaseAttention> {
  const now = new Date()
  const updated = (condition: Prisma.Sql) => ({
    join: Prisma.empty,
    condition,
    since: Prisma.sql`h.updated_at`,
  })
  const [releases, paused, unmanaged, behind] = await Promise.all([
    readReleases(actor, {
      quarantined: {
        join: Prisma.sql`JOIN quarantine q ON ${ofChartSql(Prisma.sql`h.chart_name`, Prisma.sql`h.chart_version`)}`,
        condition: runsSql,
        since: Prisma.sql`q.created_at`,
      },
      failed: updated(Prisma.sql`h.status = 'FAILED'`),
      slow: changeCondition("slow", now),
      waiting: changeCondition("waiting", now),
      hanging: changeCondition("hanging", now),
      outOfBand: updated(Prisma.sql`h.out_of_band AND h.status <> 'UNINSTALLED'`),
    }),
    readPausedRollouts(actor),
    readUnmanaged(actor),
    readBehind(actor, now),
  ])
  const found = new Map<string, AttentionRows>([
    ...releases,
    ["paused", paused],
    ["unmanaged", unmanaged],
    ["behind", behind],
  ])
  return releaseAttentionKinds.flatMap((kind) => {
    const rows = found.get(kind)
    return rows !== undefined && rows.total > 0 ? [{ kind, ...rows }] : []
  })
}

type ReleaseKind = Exclude<ReleaseAttentionKind, "paused" | "unmanaged" | "behind">
type AttentionRows = { total: number; items: ReleaseAttentionItem[] }

const unknown = {
  releaseId: null,
  rolloutId: null,
  releaseName: null,
  tenantName: null,
  repository: null,
  releases: 1,
  versionsBehind: null,
  newestVersion: null,
}

/** In one statement, so that a release that comes to need attention for another reason is found once. */
async function readReleases(
  actor: Actor,
  conditions: Record<ReleaseKind, ReleaseCondition>,
): Promise<[string, AttentionRows][]> {
  const isVisible = visibleTo(actor).tenants.sql(Prisma.sql`h.tenant_id`)
  const parts = Object.entries<ReleaseCondition>(conditions).map(
    ([kind, { join, condition, since }]) => Prisma.sql`(
      SELECT ${kind}::text AS kind, h.*, count(*) OVER ()::int AS total FROM (
        SELECT h.id AS "releaseId", h.release_name AS "releaseName", h.tenant_id, h.repository, h.chart_name AS "chartName",
          h.chart_version AS "chartVersion", ${since} AS since
        FROM helm_release h ${join} WHERE ${condition} AND ${isVisible} LIMIT ${maxCounted}) h
      ORDER BY h.since DESC LIMIT ${maxItems})`,
  )
  const rows = await db().$queryRaw<Row[]>`
    SELECT found.*, t.name AS "tenantName" FROM (${Prisma.join(parts, " UNION ALL ")}) found
    JOIN tenant t ON t.id = found.tenant_id ORDER BY found.since DESC`
  return [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, rowsOfKind]) => [
    kind,
    { total: rowsOfKind[0]?.total ?? 0, items: rowsOfKind.map(toItem) },
  ])
}

function toItem({ kind: _kind, tenant_id: _id, total: _total, since, ...row }: Row): ReleaseAttentionItem {
  return { ...unknown, ...row, since: toInstant(since) }
}

async function readUnmanaged(actor: Actor): Promise<AttentionRows> {
  const { total, items } = await findAdoptable(actor, maxItems)
  return {
    total,
    items: items.map(({ releaseName, tenantName, chartName, chartVersion, firstSeenAt }) => ({
      ...unknown,
      releaseName,
      tenantName,
      since: firstSeenAt,
      chartName: chartName ?? "",
      chartVersion: chartVersion ?? "",
    })),
  }
}

async function readPausedRollouts(actor: Actor): Promise<AttentionRows> {
  const where = { AND: [visibleRollouts(actor), { state: "PAUSED" as const }] }
  const [total, rows] = await snapshot(async () => [
    await db().rollout.count({ where }),
    await db().rollout.findMany({ where, orderBy: { updatedAt: "desc" }, take: maxItems }),
  ])
  const limited = visibleTo(actor).tenants.isLimited ? rows.map(({ id }) => id) : []
  const progress = await readProgress(actor, limited)
  const rolloutUpgrades = (id: string) =>
    progress
      .filter(({ rolloutId, state }) => rolloutId === id && state !== "SKIPPED")
      .reduce((sum, { count }) => sum + count, 0)
  return {
    total,
    items: rows.map(({ id, chartName, targetVersion, updatedAt, upgrades }) => ({
      ...unknown,
      rolloutId: id,
      chartName,
      chartVersion: targetVersion || "values",
      since: toInstant(updatedAt),
      releases: visibleTo(actor).tenants.isLimited ? rolloutUpgrades(id) : upgrades,
    })),
  }
}

/** One item per chart version with all releases that run it, the most used version first. */
async function readBehind(actor: Actor, now: Date): Promise<AttentionRows> {
  const overBudget = (await listFleetVersions(actor)).items.filter((version) => isOverBudget(version, now))
  return {
    total: overBudget.reduce((sum, { releases }) => sum + releases, 0),
    items: overBudget
      .toSorted((a, b) => b.releases - a.releases)
      .slice(0, maxItems)
      .map(
        ({ repository, chartName, chartVersion, supersededAt, releases, versionsBehind, newestVersion }) => ({
          ...unknown,
          repository,
          chartName,
          chartVersion,
          releases,
          versionsBehind,
          newestVersion,
          since: supersededAt,
        }),
      ),
  }
}
