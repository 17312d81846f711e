import { Prisma } from "@/lib/platform/db/generated/client"

/**
 * Whether two relations with the columns image_tag, artifact_digest and git_commit are the same build: the SQL
 * equivalent of `isSameBuild`.
 */
export function sameBuildSql(a: string, b: string): Prisma.Sql {
  return Prisma.raw(`(${a}.image_tag = ${b}.image_tag
    AND COALESCE(${a}.artifact_digest = ${b}.artifact_digest, true)
    AND COALESCE(starts_with(${a}.git_commit, ${b}.git_commit) OR starts_with(${b}.git_commit, ${a}.git_commit), true))`)
}

/** The records a query covers: one application or all, the requested or visible environments, a half-open window. */
export type RecordWindow = {
  application: string | null
  environmentIds: readonly string[]
  from: Date
  /** Exclusive. */
  to: Date
}

/** The window as a condition on `deployment d`. */
export function windowSql({ application, environmentIds, from, to }: RecordWindow): Prisma.Sql {
  const [firstId, ...otherIds] = environmentIds
  // An equality on a single environment lets the index return rows in time order.
  const inEnvironments =
    firstId !== undefined && otherIds.length === 0
      ? Prisma.sql`d.environment_id = ${firstId}::uuid`
      : Prisma.sql`d.environment_id = ANY(${[...environmentIds]}::uuid[])`
  const isOfApplication = application === null ? Prisma.sql`true` : Prisma.sql`d.application = ${application}`
  return Prisma.sql`${isOfApplication} AND ${inEnvironments}
    AND d.deployed_at >= ${from}::timestamptz AND d.deployed_at < ${to}::timestamptz`
}

/** Why `deployment d` has no known duration; null: it has one. Mirrors `durationOf`. */
export const durationReasonSql = Prisma.sql`CASE
  WHEN d.completed_at IS NULL OR NOT (d.start_reported OR (d.deployed_at_given AND d.completed_at_given)) THEN 'unknown'
  WHEN d.start_reported AND d.completed_at - d.deployed_at > interval '1 day' THEN 'closedLate' END`
