import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** Columns that are the first of an index and have few distinct values. */
const columns = {
  "deployment.initiated_by": Prisma.sql`initiated_by AS name FROM deployment`,
  "audit_entry.actor_name": Prisma.sql`actor_name AS name FROM audit_entry`,
  "audit_entry.action": Prisma.sql`action AS name FROM audit_entry`,
}

/** Each costs one index lookup. */
const maxNames = 2_000

/**
 * The distinct values of a column that contain the text in any case, among the first 2,000 values in index order. Jumps
 * from one value to the next in the index, however many rows have it.
 */
export async function namesContaining(column: keyof typeof columns, part: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ name: string }[]>`
    WITH RECURSIVE one AS (
      (SELECT ${columns[column]} ORDER BY name LIMIT 1)
      UNION ALL
      SELECT next.name FROM one CROSS JOIN LATERAL (
        SELECT name FROM (SELECT ${columns[column]}) named WHERE named.name > one.name ORDER BY named.name LIMIT 1) next
    )
    SELECT name FROM (SELECT name FROM one LIMIT ${maxNames}) known WHERE strpos(lower(name), lower(${part})) > 0`
  return rows.map(({ name }) => name)
}

/** Escapes the LIKE wildcards of a text, which Prisma's `contains` does not do. */
export const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&")

/** A Prisma filter: the column contains this text, in any case. */
export const containsFilter = (text: string) => ({ contains: escapeLike(text), mode: "insensitive" }) as const
