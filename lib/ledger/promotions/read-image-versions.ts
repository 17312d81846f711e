import { z } from "zod"
import { reachedSql } from "@/lib/ledger/deployments/neighbour-facts-sql"
import type { EnvironmentRef } from "@/lib/ledger/environments/environment-ref"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { decodeCursor } from "@/lib/platform/page"
import type { PromotionsQuery } from "./schema"

export type ImageVersion = { application: string; imageTag: string; firstReachedAt: Date }

const cursorKey = z.tuple([z.iso.datetime(), z.string(), z.string()])

/** One page of image tags plus one, newest first arrival first; only tags that reached one of these stages. */
export function readImageVersions(
  ladder: readonly EnvironmentRef[],
  query: PromotionsQuery,
): Promise<ImageVersion[]> {
  const conditions = [reachedAmongSql(ladder.map(({ id }) => id))]
  if (query.application !== undefined) conditions.push(Prisma.sql`v.application = ${query.application}`)
  if (query.imageTag !== undefined) conditions.push(Prisma.sql`v.image_tag = ${query.imageTag}`)
  if (query.from !== undefined) conditions.push(Prisma.sql`v.first_reached_at >= ${query.from}::timestamptz`)
  if (query.to !== undefined) conditions.push(Prisma.sql`v.first_reached_at < ${query.to}::timestamptz`)
  const after = decodeCursor(query.cursor, cursorKey)
  if (after !== null) {
    const [at, application, imageTag] = after
    // The first condition lets the index seek; the second breaks ties at that exact instant.
    conditions.push(Prisma.sql`v.first_reached_at <= ${at}::timestamptz
      AND (v.first_reached_at < ${at}::timestamptz OR (v.application, v.image_tag) > (${application}, ${imageTag}))`)
  }
  return db().$queryRaw<ImageVersion[]>`
    SELECT v.application, v.image_tag AS "imageTag", v.first_reached_at AS "firstReachedAt" FROM image_version v
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY v.first_reached_at DESC, v.application, v.image_tag LIMIT ${query.limit + 1}`
}

function reachedAmongSql(environmentIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM deployment d
    WHERE d.application = v.application AND d.environment_id = ANY(${[...environmentIds]}::uuid[])
      AND d.image_tag = v.image_tag AND ${reachedSql("d")})`
}
