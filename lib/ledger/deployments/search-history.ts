import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { HistoryScope } from "./history-scope"
import { beginsWithSql, environmentsSql, filtersSql, newestFirst, newestSql } from "./history-sql"
import type { LanePosition } from "./lane"

const searched = [
  "image_tag",
  "git_commit",
  "git_branch",
  "application",
  "initiated_by",
  "external_id",
] as const

const columns = Prisma.raw(["environment_id", ...searched].map((column) => `d.${column}`).join(", "))
const rareMatches = 500
const recentRows = 10_000

/**
 * The positions of the newest rows with a searched column that starts with `q`. An index finds prefix matches but not
 * the newest of them. Rare matches are gathered completely; common ones are searched for among the newest rows that
 * pass the filters; only matches that are both common and old are gathered completely regardless of their number.
 */
export async function searchHistory(
  scope: HistoryScope,
  q: string,
  after: LanePosition | null,
  limit: number,
): Promise<LanePosition[]> {
  const rare = await findRare(scope, q, after, limit)
  if (rare !== null) return rare
  const recent = newestSql(widened(scope), after, recentRows, columns)
  const found = await db().$queryRaw<LanePosition[]>`
    ${placesSql} (${recent}) d WHERE ${environmentsSql(scope)} AND ${beginsWithAnywhereSql(q)} ${newestFirst} LIMIT ${limit}`
  if (found.length === limit || (await count(recent)) < recentRows) return found
  return findAll(scope, q, after, limit)
}

const placesSql = Prisma.sql`SELECT deployed_at AS "deployedAt", seq FROM`

/** Several environments are filtered from the newest rows overall, which an index returns in order. */
function widened(scope: HistoryScope): HistoryScope {
  const several = scope.environmentIds !== null && scope.environmentIds.length !== 1
  return several && scope.application === undefined ? { ...scope, environmentIds: null } : scope
}

/**
 * Null if a column has more matches than the limit. The filters are applied afterwards, so that the query stays
 * bounded.
 */
async function findRare(scope: HistoryScope, q: string, after: LanePosition | null, limit: number) {
  const ranges = searched.map((column) => {
    const of = Prisma.raw(`d.${column}`)
    return Prisma.sql`(
      SELECT d.id, ${column}::text AS found_in FROM deployment d WHERE ${columnBeginsSql(column, q)}
      ORDER BY ${of} LIMIT ${rareMatches})`
  })
  const found = await db().$queryRaw<
    { id: string; found_in: string }[]
  >`${Prisma.join(ranges, " UNION ALL ")}`
  if (searched.some((column) => found.filter((row) => row.found_in === column).length === rareMatches))
    return null
  return db().$queryRaw<LanePosition[]>`
    ${placesSql} deployment d
    WHERE d.id = ANY(${found.map(({ id }) => id)}::uuid[]) AND ${environmentsSql(scope)} AND ${filtersSql(scope, after)}
    ${newestFirst} LIMIT ${limit}`
}

async function count(rows: Prisma.Sql): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM (${rows}) counted`
  return row?.n ?? 0
}

async function findAll(scope: HistoryScope, q: string, after: LanePosition | null, limit: number) {
  // OFFSET 0 keeps the planner from scanning the whole ledger by time when the column statistics suggest many matches.
  const matches = searched.map(
    (column) => Prisma.sql`(
      SELECT deployed_at, seq FROM (
        SELECT d.deployed_at, d.seq FROM deployment d
        WHERE ${columnBeginsSql(column, q)} AND ${environmentsSql(scope)} AND ${filtersSql(scope, after)} OFFSET 0
      ) m ${newestFirst} LIMIT ${limit})`,
  )
  return db().$queryRaw<LanePosition[]>`
    ${placesSql} (${Prisma.join(matches, " UNION ")}) d ${newestFirst} LIMIT ${limit}`
}

/** Some searched column of `deployment d` starts with `q`. */
export function beginsWithAnywhereSql(q: string): Prisma.Sql {
  const conditions = searched.map((column) => Prisma.sql`(${columnBeginsSql(column, q)})`)
  return Prisma.sql`(${Prisma.join(conditions, " OR ")})`
}

function columnBeginsSql(column: (typeof searched)[number], q: string): Prisma.Sql {
  return beginsWithSql(column, column === "git_commit" ? q.toLowerCase() : q)
}
