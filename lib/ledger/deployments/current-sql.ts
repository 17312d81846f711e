import { Prisma } from "@/lib/platform/db/generated/client"
import { reachedSql } from "./neighbour-facts-sql"

/**
 * SQL for the current deployment of each `lane l` of the enclosing query, as a LATERAL subquery of `columns` of
 * `deployment d`. This is the only implementation of the rule. Current is the newest
 * DEPLOYED record with no later removal so far; for a past instant (`at`), also a record that was rolled back after it.
 * One index lookup per lane.
 */
export function currentOfLaneSql(columns: Prisma.Sql, at: Date | null = null): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns} FROM deployment d
    WHERE d.application = l.application AND d.environment_id = l.environment_id AND ${standingSql(at)}
      AND d.deployed_at >= COALESCE((
        SELECT max(r.removed_at) FROM removal r
        WHERE r.application = l.application AND r.environment_id = l.environment_id
          AND r.removed_at <= ${at ?? new Date()}::timestamptz), '-infinity')
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1`
}

/** No removal so far is later than `deployment d`. */
export function notRemovedSql(): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT 1 FROM removal r
    WHERE r.application = d.application AND r.environment_id = d.environment_id
      AND r.removed_at > d.deployed_at AND r.removed_at <= ${new Date()}::timestamptz)`
}

function standingSql(at: Date | null): Prisma.Sql {
  if (at === null) return Prisma.sql`d.status = 'DEPLOYED'`
  return Prisma.sql`d.deployed_at <= ${at}::timestamptz AND ${reachedSql("d")}
    AND (d.status = 'DEPLOYED' OR d.rolled_back_at > ${at}::timestamptz)`
}
