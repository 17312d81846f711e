import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { ifGiven } from "@/lib/platform/db/conditions"
import { escapeLike } from "@/lib/platform/db/contains-filter"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cutIdPage, decodeIdCursor, mapPage, type Page } from "@/lib/platform/page"
import { type UnmanagedQuery, type UnmanagedRelease, unmanagedReleaseSchema } from "./unmanaged-schema"

type Row = Omit<UnmanagedRelease, "firstSeenAt" | "lastSeenAt"> & { firstSeenAt: Date; lastSeenAt: Date }

const columns = Prisma.sql`
  u.id, u.cluster, u.namespace, u.release_name AS "releaseName", u.revision, u.status, u.chart_name AS "chartName",
  u.chart_version AS "chartVersion", u.app_version AS "appVersion", t.id AS "tenantId", t.slug AS "tenantSlug",
  t.name AS "tenantName", u.first_seen_at AS "firstSeenAt", u.last_seen_at AS "lastSeenAt"`

/** Excludes releases that Slipway has started to manage since the cluster was last compared. */
const from = Prisma.sql`
  FROM unmanaged_release u
  LEFT JOIN tenant t ON t.cluster = u.cluster AND t.namespace = u.namespace
  WHERE NOT EXISTS (
    SELECT 1 FROM helm_release r
    WHERE r.cluster = u.cluster AND r.namespace = u.namespace AND r.release_name = u.release_name
      AND r.status <> 'UNINSTALLED' AND (r.in_cluster OR r.status = 'PENDING_INSTALL'))`

/** Callers limited to some tenants see only the namespaces of those tenants. */
const visible = (actor: Actor) => visibleTo(actor).tenants.sql(Prisma.sql`t.id`)

/** Releases in the clusters that Slipway does not manage, most recently found first. */
export async function listUnmanaged(actor: Actor, query: UnmanagedQuery): Promise<Page<UnmanagedRelease>> {
  const { limit, cursor, cluster, tenantId, adoptable, q } = query
  const conditions = [
    visible(actor),
    ifGiven(cluster, (name) => Prisma.sql`u.cluster = ${name}`),
    ifGiven(tenantId, (id) => Prisma.sql`t.id = ${id}::uuid`),
    ifGiven(adoptable, (is) => Prisma.sql`(t.id IS NOT NULL) = ${is}`),
    ifGiven(q, matching),
    ifGiven(decodeIdCursor(cursor), (id) => Prisma.sql`u.id < ${id}::uuid`),
  ]
  const rows = await db().$queryRaw<Row[]>`
    SELECT ${columns} ${from} AND ${Prisma.join(conditions, " AND ")} ORDER BY u.id DESC LIMIT ${limit + 1}`
  return mapPage(cutIdPage(rows, limit), toUnmanaged)
}

function matching(q: string): Prisma.Sql {
  const part = `%${escapeLike(q)}%`
  return Prisma.sql`(u.release_name ILIKE ${part} OR u.namespace ILIKE ${part} OR u.chart_name ILIKE ${part})`
}

const toUnmanaged = (row: Row): UnmanagedRelease => fieldsOf(unmanagedReleaseSchema, row)

/** Unmanaged releases in tenant namespaces, which are likely to be adopted: their number and the latest ones. */
export async function findAdoptable(
  actor: Actor,
  limit: number,
): Promise<{ total: number; items: UnmanagedRelease[] }> {
  const rows = await db().$queryRaw<(Row & { total: number })[]>`
    SELECT ${columns}, count(*) OVER ()::int AS total ${from} AND ${visible(actor)} AND t.id IS NOT NULL
    ORDER BY u.id DESC LIMIT ${limit}`
  return { total: rows[0]?.total ?? 0, items: rows.map(toUnmanaged) }
}

export async function unmanagedByCluster(actor: Actor): Promise<Map<string, number>> {
  const rows = await db().$queryRaw<{ cluster: string; count: number }[]>`
    SELECT u.cluster, count(*)::int AS count ${from} AND ${visible(actor)} GROUP BY u.cluster`
  return new Map(rows.map(({ cluster, count }) => [cluster, count]))
}
