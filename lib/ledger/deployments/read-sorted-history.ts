import { z } from "zod"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import { formatCount } from "@/lib/platform/format"
import { cursorInstant } from "@/lib/platform/page"
import { deploymentColumnsSql } from "./columns"
import { durationReasonSql } from "./deployment-sql"
import { type HistorySort, parseSort, type SortField } from "./history-sorts"
import type { HistoryScope } from "./history-sql"
import { type HistoryRow, wholeScopeSql } from "./read-history"
import { annulmentSql, noAnnulmentSql } from "./to-deployment"

type SortedRow = HistoryRow & { sortKey: string | number }

type SortedCursor = [key: string | number, deployedAt: string, seq: string]

/** The sort key, deployedAt and seq of the last row of the previous page. */
export function sortedCursor(sort: HistorySort): z.ZodType<SortedCursor> {
  const key = parseSort(sort).field === "durationSeconds" ? z.number() : z.string().max(255)
  return z.tuple([key, cursorInstant, z.string().regex(/^\d{1,18}$/)])
}

const text = (column: string) => Prisma.raw(`COALESCE(${column}, '') COLLATE "C"`)

/** Unknown values sort as empty, or as less than any duration. */
const keys: Record<SortField, Prisma.Sql> = {
  imageTag: text("d.image_tag"),
  application: text("d.application"),
  environment: text("e.name"),
  status: text("d.status::text"),
  durationSeconds: Prisma.sql`CASE WHEN ${durationReasonSql} IS NULL
    THEN extract(epoch FROM d.completed_at - d.deployed_at)::float8 ELSE -1 END`,
  gitBranch: text("d.git_branch"),
  initiatedBy: text("d.initiated_by"),
}

/** Sorting this many takes a tenth of a second. */
const maxCompared = 100_000

/**
 * At most `limit` deployments after a row by the field, equal values newest first. No index has this order for every
 * filter, so all matching records are sorted. Throws a 422 when more than `most` match.
 */
export async function readSortedHistory(
  scope: HistoryScope,
  sort: HistorySort,
  after: SortedCursor | null,
  limit: number,
  maxRows = maxCompared,
): Promise<SortedRow[]> {
  const tooMany = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM deployment d JOIN environment e ON e.id = d.environment_id
    WHERE ${wholeScopeSql(scope, null)} OFFSET ${maxRows} LIMIT 1`
  if (tooMany.length > 0)
    throw invalid(
      "/sort",
      `More than ${formatCount(maxRows)} deployments match. Add a filter, such as an application or a time, or sort by time.`,
    )
  const { field, isDescending } = parseSort(sort)
  const key = keys[field]
  const [direction, comparison] = isDescending
    ? [Prisma.sql`DESC`, Prisma.sql`<`]
    : [Prisma.sql`ASC`, Prisma.sql`>`]
  const last =
    after && (typeof after[0] === "number" ? Prisma.sql`${after[0]}::float8` : Prisma.sql`${after[0]}::text`)
  const next = ifGiven(
    after,
    ([, at, seq]) => Prisma.sql`(${key} ${comparison} ${last}
      OR ${key} = ${last} AND (d.deployed_at, d.seq) < (${at}::timestamptz, ${seq}::bigint))`,
  )
  const from = (table: Prisma.Sql, annulment: Prisma.Sql) => Prisma.sql`(
    SELECT ${deploymentColumnsSql}, ${annulment}, ${key} AS "sortKey"
    FROM ${table} d JOIN environment e ON e.id = d.environment_id
    WHERE ${wholeScopeSql(scope, null)} AND ${next}
    ORDER BY "sortKey" ${direction}, d.deployed_at DESC, d.seq DESC LIMIT ${limit})`
  const tables = [
    from(Prisma.sql`deployment`, noAnnulmentSql),
    ...(scope.includeAnnulled === true ? [from(Prisma.sql`annulled_deployment`, annulmentSql)] : []),
  ]
  return db().$queryRaw<SortedRow[]>`
    SELECT * FROM (${Prisma.join(tables, " UNION ALL ")}) page
    ORDER BY "sortKey" ${direction}, "deployedAt" DESC, seq DESC LIMIT ${limit}`
}
