import { Prisma } from "@/lib/db/generated/client"

/** The version came to run in the environment; `reached` of ./status-transitions in SQL. */
export const reachedSql = Prisma.sql`status IN ('DEPLOYED', 'ROLLED_BACK')`

/**
 * SQL that works out the facts of single records from their neighbours in the lane, by a few index look-ups each however
 * long the lane is. `places` is a relation with the columns id, application, environment_id, image_tag, deployed_at, seq
 * and reached; the answer has id, previous_image_tag, is_rollback and is_first_arrival. ./lane-model has the rules.
 */
export function neighbourFactsSql(places: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT p.id, previous.image_tag AS previous_image_tag,
      COALESCE(p.reached AND previous.image_tag <> p.image_tag
        AND (own.deployed_at, own.seq) < (replaced.deployed_at, replaced.seq), false) AS is_rollback,
      p.reached AND own.seq IS NULL AS is_first_arrival
    FROM (${places}) p
    LEFT JOIN LATERAL (
      SELECT d.image_tag FROM deployment d
      WHERE d.application = p.application AND d.environment_id = p.environment_id AND ${reachedSql}
        AND (d.deployed_at, d.seq) < (p.deployed_at, p.seq)
        AND d.deployed_at >= COALESCE((
          SELECT max(r.removed_at) FROM removal r
          WHERE r.application = p.application AND r.environment_id = p.environment_id
            AND r.removed_at <= p.deployed_at), '-infinity')
      ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1) previous ON true
    LEFT JOIN LATERAL (
      SELECT d.deployed_at, d.seq FROM deployment d
      WHERE d.application = p.application AND d.environment_id = p.environment_id AND ${reachedSql}
        AND d.image_tag = p.image_tag AND (d.deployed_at, d.seq) < (p.deployed_at, p.seq)
      ORDER BY d.deployed_at, d.seq LIMIT 1) own ON true
    LEFT JOIN LATERAL (
      SELECT d.deployed_at, d.seq FROM deployment d
      WHERE d.application = p.application AND d.environment_id = p.environment_id AND ${reachedSql}
        AND d.image_tag = previous.image_tag
      ORDER BY d.deployed_at, d.seq LIMIT 1) replaced ON true`
}
