import type { Actor } from "@/lib/identity/auth/actor"
import { currentOfLaneSql, laneFilterSql } from "@/lib/ledger/deployments/current-sql"
import { type RecordWindow, windowSql } from "@/lib/ledger/deployments/deployment-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { namesById } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { fieldsOf } from "@/lib/platform/fields-of"
import { resolveWindow } from "./list-timeline"
import { type VersionSpan, type Versions, type VersionsQuery, versionSpanSchema } from "./schema"

/** The spans in a window in which each version was current, by lane. */
export async function listVersions(actor: Actor, query: VersionsQuery): Promise<Versions> {
  const { window, environments } = await resolveWindow(actor, query)
  const nameOf = namesById(environments)
  return withAnnulled(actor, query.includeAnnulled, async () => {
    if (await hasMoreThan(window, query.maxItems)) return { spans: null }
    const rows = await readSpans(window)
    const spans = rows.map((row) => ({
      ...fieldsOf(versionSpanSchema, row),
      environment: nameOf.get(row.environmentId) ?? row.environmentId,
    }))
    return { spans }
  })
}

/** Whether the window has more than `count` lanes and deployments. */
async function hasMoreThan(window: RecordWindow, count: number): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`
    (SELECT 1 FROM lane l WHERE ${laneFilterSql(window)}) UNION ALL (SELECT 1 FROM deployment d WHERE ${windowSql(window)})
    OFFSET ${count} LIMIT 1`
  return rows.length > 0
}

type SpanRow = Omit<VersionSpan, "environment" | "from" | "to"> & {
  environmentId: string
  from: Date
  to: Date
}

/** What is current at each possible change: the start of the window, each deployment, rollback and removal. */
function readSpans(window: RecordWindow): Promise<SpanRow[]> {
  const { from, to } = window
  const isInWindow = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} > ${from}::timestamptz AND ${Prisma.raw(column)} < ${to}::timestamptz`
  return db().$queryRaw<SpanRow[]>`
    WITH in_scope AS MATERIALIZED (
      SELECT l.application, l.environment_id FROM lane l WHERE ${laneFilterSql(window)}
    ), point AS (
      SELECT l.application, l.environment_id, ${from}::timestamptz AS at FROM in_scope l
      UNION
      SELECT d.application, d.environment_id, d.deployed_at FROM deployment d
      WHERE ${windowSql(window)} AND ${reachedSql("d")}
      UNION
      SELECT d.application, d.environment_id, d.rolled_back_at FROM in_scope l
      JOIN deployment d ON d.application = l.application AND d.environment_id = l.environment_id
      WHERE d.status = 'ROLLED_BACK' AND ${isInWindow("d.rolled_back_at")}
      UNION
      SELECT r.application, r.environment_id, r.removed_at FROM in_scope l
      JOIN removal r ON r.application = l.application AND r.environment_id = l.environment_id
      WHERE ${isInWindow("r.removed_at")}
    ), stood AS (
      SELECT l.*, c.id, c.image_tag, lag(c.image_tag) OVER lane AS before, row_number() OVER lane AS place
      FROM point l
      LEFT JOIN LATERAL (${currentOfLaneSql(Prisma.sql`d.id, d.image_tag`, Prisma.sql`l.at`)}) c ON true
      WINDOW lane AS (PARTITION BY l.application, l.environment_id ORDER BY l.at)
    ), changed AS (
      SELECT *, COALESCE(lead(at) OVER (PARTITION BY application, environment_id ORDER BY at), ${to}::timestamptz) AS until
      FROM stood WHERE place = 1 OR image_tag IS DISTINCT FROM before
    )
    SELECT application, environment_id AS "environmentId", image_tag AS "imageTag", id AS "deploymentId", at AS "from",
      until AS "to"
    FROM changed WHERE image_tag IS NOT NULL ORDER BY application, environment_id, at`
}
