import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { escapeLike } from "@/lib/platform/db/contains-filter"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
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
const visible = (actor: Actor) => Prisma.sql`AND ${visibleTo(actor).tenants.sql(Prisma.sql`t.id`)}`

/** Releases in the clusters that Slipway does not manage, most recently found first. */
export async function listUnmanaged(actor: Actor, query: UnmanagedQuery): Promise<Page<UnmanagedRelease>> {
  const after = decodeCursor(query.cursor, z.tuple([z.uuid()]))
  const part = `%${escapeLike(query.q ?? "")}%`
  const narrowed = [
    visible(actor),
    query.cluster === undefined ? Prisma.empty : Prisma.sql`AND u.cluster = ${query.cluster}`,
    query.tenantId === undefined ? Prisma.empty : Prisma.sql`AND t.id = ${query.tenantId}::uuid`,
    query.adoptable === undefined ? Prisma.empty : Prisma.sql`AND (t.id IS NOT NULL) = ${query.adoptable}`,
    query.q === undefined
      ? Prisma.empty
      : Prisma.sql`AND (u.release_name ILIKE ${part} OR u.namespace ILIKE ${part} OR u.chart_name ILIKE ${part})`,
    after === null ? Prisma.empty : Prisma.sql`AND u.id < ${after[0]}::uuid`,
  ]
  const rows = await db().$queryRaw<Row[]>`
    SELECT ${columns} ${from} ${Prisma.join(narrowed, " ")} ORDER BY u.id DESC LIMIT ${query.limit + 1}`
  const page = cutPage(rows, query.limit, (row) => [row.id])
  return { ...page, items: page.items.map(toUnmanaged) }
}

const toUnmanaged = (row: Row): UnmanagedRelease => fieldsOf(unmanagedReleaseSchema, row)

/** Unmanaged releases in tenant namespaces, which are likely to be adopted: their number and the latest ones. */
export async function findAdoptable(
  actor: Actor,
  limit: number,
): Promise<{ total: number; items: UnmanagedRelease[] }> {
  const rows = await db().$queryRaw<(Row & { total: number })[]>`
    SELECT ${columns}, count(*) OVER ()::int AS total ${from} ${visible(actor)} AND t.id IS NOT NULL
    ORDER BY u.id DESC LIMIT ${limit}`
  return { total: rows[0]?.total ?? 0, items: rows.map(toUnmanaged) }
}

export async function unmanagedByCluster(actor: Actor): Promise<Map<string, number>> {
  const rows = await db().$queryRaw<{ cluster: string; count: number }[]>`
    SELECT u.cluster, count(*)::int AS count ${from} ${visible(actor)} GROUP BY u.cluster`
  return new Map(rows.map(({ cluster, count }) => [cluster, count]))
}
