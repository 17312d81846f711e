import { Prisma } from "@/lib/platform/db/generated/client"

/** The version reached the environment, as a condition on the deployment with this alias. */
export function reachedSql(alias: string): Prisma.Sql {
  return Prisma.raw(`has_reached(${alias}.status, ${alias}.status_before_rollback)`)
}

/**
 * SQL that computes the facts of single records from their neighbors, with a few index lookups each, however long the
 * lane is. `places` is a relation with the columns id, application, environment_id, image_tag, deployed_at, seq and
 * reached; the result has id, previous_image_tag, is_rollback and is_first_arrival. prisma/sql/deployments.sql has the rules.
 */
export function neighbourFactsSql(places: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT p.id, f.previous_image_tag, f.is_rollback, f.is_first_arrival
    FROM (${places}) p
    CROSS JOIN LATERAL neighbour_facts(
      p.application, p.environment_id, p.image_tag, p.deployed_at, p.seq, p.reached) f`
}
