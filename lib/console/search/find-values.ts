import { beginsWith } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"

/** The number of values, in index order, from which the most recently used are chosen. */
const candidates = 40

type ValueColumn = { table: "deployment" | "helm_release" | "lane"; column: string; limit: Prisma.Sql }

/**
 * Distinct values of a column that start with `prefix`, in index order: one index step per value, however many rows
 * share it. The column has the collation "C"; `limit` is a condition on the row `d`.
 */
async function findByPrefix({ table, column, limit }: ValueColumn, prefix: string): Promise<string[]> {
  const from = Prisma.raw(table)
  const columnSql = Prisma.raw(`d.${column}`)
  const matches = Prisma.sql`${beginsWith(columnSql, prefix)} AND ${limit}`
  const rows = await query<{ value: string }>(Prisma.sql`
    WITH RECURSIVE found(value) AS (
      (SELECT ${columnSql} FROM ${from} d WHERE ${matches} ORDER BY ${columnSql} LIMIT 1)
      UNION ALL
      SELECT (SELECT ${columnSql} FROM ${from} d WHERE ${columnSql} > f.value AND ${matches} ORDER BY ${columnSql} LIMIT 1)
      FROM found f WHERE f.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL LIMIT ${candidates}`)
  return rows.map(({ value }) => value)
}

const newestRecords = 2_000

/** The matching values of the newest records, newest first. */
export async function findNewestValues(
  { table, column, limit }: ValueColumn,
  prefixes: readonly string[],
): Promise<string[]> {
  if (table !== "deployment" || prefixes.length === 0) return []
  const columnSql = Prisma.raw(`d.${column}`)
  const conditions = prefixes.map((prefix) => Prisma.sql`(${beginsWith(Prisma.sql`value`, prefix)})`)
  const rows = await query<{ value: string }>(Prisma.sql`
    SELECT value FROM (
      SELECT ${columnSql} AS value, d.deployed_at, d.seq FROM deployment d WHERE ${limit}
      ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${newestRecords}) newest
    WHERE ${Prisma.join(conditions, " OR ")}
    GROUP BY value ORDER BY max(deployed_at) DESC, max(seq) DESC LIMIT ${candidates}`)
  return rows.map(({ value }) => value)
}

/** The values of every prefix, each once. */
export async function findValues(valueColumn: ValueColumn, prefixes: readonly string[]): Promise<string[]> {
  const values = await Promise.all(prefixes.map((prefix) => findByPrefix(valueColumn, prefix)))
  return [...new Set(values.flat())]
}
