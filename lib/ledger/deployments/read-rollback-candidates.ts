import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { currentIdsSql, type Lanes, lanesSql } from "./read-current"
import type { RollbackCandidate } from "./rollback-candidates"

/** One candidate per lane in which the image tag is recorded, in rank order. */
export async function readRollbackCandidates(imageTag: string, lanes: Lanes): Promise<RollbackCandidate[]> {
  return db().$queryRaw<RollbackCandidate[]>`
    WITH current AS MATERIALIZED (${currentIdsSql(lanesSql(lanes))})
    SELECT d.id AS "deploymentId", d.application, d.environment_id AS "environmentId", e.name AS environment,
      d.status::text AS status, d.deployed_at AS "deployedAt", d.id IN (SELECT id FROM current) AS live
    FROM lane l JOIN environment e ON e.id = l.environment_id
    CROSS JOIN LATERAL (${newestOfTagSql(imageTag, Prisma.sql`true`)}) newest
    LEFT JOIN LATERAL (${newestOfTagSql(imageTag, Prisma.sql`t.status = 'DEPLOYED'`)}) standing ON true
    JOIN deployment d ON d.id = CASE
      WHEN standing.id IN (SELECT id FROM current) THEN standing.id
      WHEN newest.status = 'ROLLED_BACK' THEN newest.id
      ELSE COALESCE(standing.id, newest.id) END
    WHERE ${lanesSql(lanes)}
    ORDER BY e.rank, e.name, l.application`
}

function newestOfTagSql(imageTag: string, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT t.id, t.status FROM deployment t
    WHERE t.application = l.application AND t.environment_id = l.environment_id AND t.image_tag = ${imageTag}
      AND ${condition}
    ORDER BY t.deployed_at DESC, t.seq DESC LIMIT 1`
}
