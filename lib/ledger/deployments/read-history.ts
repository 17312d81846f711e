import { beginsWith } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, query, snapshot } from "@/lib/platform/db/transaction"
import { environmentsSql, filtersSql, firstSql, type HistoryScope, orderSql } from "./history-sql"
import { type LanePosition, positionsSql } from "./lane-sql"
import {
  type Annulment,
  type DeploymentWithEnvironment,
  selectAnnulledSql,
  selectDeploymentsSql,
} from "./to-deployment"

export type HistoryRow = DeploymentWithEnvironment & Partial<Annulment>

/** At most `limit` deployments after a position, in the order of the scope. */
export async function readHistory(
  scope: HistoryScope,
  after: LanePosition | null,
  limit: number,
): Promise<HistoryRow[]> {
  const isOneStatement = scope.q === undefined && scope.includeAnnulled !== true
  return isOneStatement ? readLive(scope, after, limit) : snapshot(() => readParts(scope, after, limit))
}

async function readParts(scope: HistoryScope, after: LanePosition | null, limit: number) {
  const live = await readLive(scope, after, limit)
  if (scope.includeAnnulled !== true) return live
  const annulled = await db().$queryRaw<HistoryRow[]>`
    ${selectAnnulledSql} WHERE ${wholeScopeSql(scope, after)} ${orderSql(scope)} LIMIT ${limit}`
  return [...live, ...annulled].sort(comparePositions(scope)).slice(0, limit)
}

async function readLive(scope: HistoryScope, after: LanePosition | null, limit: number) {
  const { q, ...filters } = scope
  const page =
    q === undefined
      ? firstSql(filters, after, limit)
      : positionsSql(await searchHistory(filters, q, after, limit))
  return query<HistoryRow>(Prisma.sql`
    ${selectDeploymentsSql}
    JOIN (${page}) page ON page.deployed_at = d.deployed_at AND page.seq = d.seq
    ${orderSql(scope, "d.")}`)
}

/** The whole scope as a condition on `d`, for queries that need no better plan. */
export function wholeScopeSql(scope: HistoryScope, after: LanePosition | null): Prisma.Sql {
  const search = scope.q === undefined ? Prisma.sql`true` : beginsWithAnywhereSql(scope.q)
  return Prisma.sql`${filtersSql(scope, after)} AND ${environmentsSql(scope)} AND ${search}`
}

function comparePositions({ order = "newest" }: Pick<HistoryScope, "order">) {
  const sign = order === "newest" ? -1 : 1
  return (a: LanePosition, b: LanePosition) =>
    sign * (a.deployedAt.getTime() - b.deployedAt.getTime() || (a.seq < b.seq ? -1 : 1))
}

const searched = [
  "image_tag",
  "git_commit",
  "git_branch",
  "application",
  "initiated_by",
  "external_id",
] as const

const columns = Prisma.raw(
  ["deployed_at", "seq", "environment_id", ...searched].map((column) => `d.${column}`).join(", "),
)
const rareMatches = 500
const recentRows = 10_000

/**
 * The positions of the newest rows with a searched column that starts with `q`. An index finds prefix matches but not
 * the newest of them. Rare matches are gathered completely; common ones are searched for among the newest rows that
 * pass the filters; only matches that are both common and old are gathered completely regardless of their number.
 */
async function searchHistory(
  scope: HistoryScope,
  q: string,
  after: LanePosition | null,
  limit: number,
): Promise<LanePosition[]> {
  const rare = await findIfRare(scope, q, after, limit)
  if (rare !== null) return rare
  const recent = firstSql(widened(scope), after, recentRows, columns)
  const positions = await db().$queryRaw<LanePosition[]>`
    ${selectPositionsSql} (${recent}) d WHERE ${environmentsSql(scope)} AND ${beginsWithAnywhereSql(q)} ${orderSql(scope)} LIMIT ${limit}`
  if (positions.length === limit || (await count(recent)) < recentRows) return positions
  return findAll(scope, q, after, limit)
}

const selectPositionsSql = Prisma.sql`SELECT deployed_at AS "deployedAt", seq FROM`

/** Several environments are filtered from the newest rows overall, which an index returns in order. */
function widened(scope: HistoryScope): HistoryScope {
  const several = scope.environmentIds !== null && scope.environmentIds.length !== 1
  return several && scope.application === undefined ? { ...scope, environmentIds: null } : scope
}

/** Null if a column has more matches. The filters are applied afterwards, so that the query stays bounded. */
async function findIfRare(scope: HistoryScope, q: string, after: LanePosition | null, limit: number) {
  const ranges = searched.map((column) => {
    const columnSql = Prisma.raw(`d.${column}`)
    return Prisma.sql`(
      SELECT d.id, ${column}::text AS found_in FROM deployment d WHERE ${columnBeginsSql(column, q)}
      ORDER BY ${columnSql} LIMIT ${rareMatches})`
  })
  const matches = await db().$queryRaw<
    { id: string; found_in: string }[]
  >`${Prisma.join(ranges, " UNION ALL ")}`
  if (searched.some((column) => matches.filter((row) => row.found_in === column).length === rareMatches))
    return null
  return db().$queryRaw<LanePosition[]>`
    ${selectPositionsSql} deployment d
    WHERE d.id = ANY(${matches.map(({ id }) => id)}::uuid[]) AND ${environmentsSql(scope)} AND ${filtersSql(scope, after)}
    ${orderSql(scope)} LIMIT ${limit}`
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
      ) m ${orderSql(scope)} LIMIT ${limit})`,
  )
  return db().$queryRaw<LanePosition[]>`
    ${selectPositionsSql} (${Prisma.join(matches, " UNION ")}) d ${orderSql(scope)} LIMIT ${limit}`
}

/** Some searched column of `deployment d` starts with `q`. */
function beginsWithAnywhereSql(q: string): Prisma.Sql {
  const conditions = searched.map((column) => Prisma.sql`(${columnBeginsSql(column, q)})`)
  return Prisma.sql`(${Prisma.join(conditions, " OR ")})`
}

function columnBeginsSql(column: (typeof searched)[number], q: string): Prisma.Sql {
  return beginsWith(Prisma.raw(`d.${column}`), column === "git_commit" ? q.toLowerCase() : q)
}
