import { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { type Lane, newestSeq } from "./lane"
import { neighbourFactsSql } from "./neighbour-facts-sql"
import type { NewDeployment } from "./new-deployment"
import { reached } from "./status-transitions"

export type NeighbourFacts = {
  previousImageTag: string | null
  isRollback: boolean
  isFirstArrival: boolean
}

/**
 * The facts of a record that is about to be stored, after every record of the same instant. `hasLaterRecords`: others
 * stand after it, whose facts may change by it.
 */
export async function readNeighbourFacts(
  told: NewDeployment,
): Promise<{ facts: NeighbourFacts; hasLaterRecords: boolean }> {
  const place = Prisma.sql`
    SELECT ${told.id}::uuid AS id, ${told.application}::text AS application,
      ${told.environmentId}::uuid AS environment_id, ${told.imageTag}::text AS image_tag,
      ${told.deployedAt}::timestamptz AS deployed_at, ${newestSeq}::bigint AS seq,
      ${reached[told.status]}::boolean AS reached`
  const [row] = await db().$queryRaw<(NeighbourFacts & { hasLaterRecords: boolean })[]>`
    SELECT f.previous_image_tag AS "previousImageTag", f.is_rollback AS "isRollback",
      f.is_first_arrival AS "isFirstArrival", ${laterRecordsSql(told)} AS "hasLaterRecords"
    FROM (${neighbourFactsSql(place)}) f`
  if (row === undefined) throw new Error("One place has one row of facts")
  const { hasLaterRecords, ...facts } = row
  return { facts, hasLaterRecords }
}

function laterRecordsSql(after: Lane & { deployedAt: Date }): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM deployment
    WHERE application = ${after.application} AND environment_id = ${after.environmentId}::uuid
      AND deployed_at > ${after.deployedAt}::timestamptz)`
}
