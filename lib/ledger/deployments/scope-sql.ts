import { Prisma } from "@/lib/platform/db/generated/client"

/** Which records a reading is about: one application or all, the environments asked for or seen, a half-open window. */
export type DeploymentScope = {
  application: string | null
  environmentIds: readonly string[]
  from: Date
  /** Not included. */
  to: Date
}

/** The scope as a condition on `deployment d`. */
export function scopeSql({ application, environmentIds, from, to }: DeploymentScope): Prisma.Sql {
  const [only, ...others] = environmentIds
  // One environment as an equality lets the index answer in the order of time.
  const inEnvironments =
    only !== undefined && others.length === 0
      ? Prisma.sql`d.environment_id = ${only}::uuid`
      : Prisma.sql`d.environment_id = ANY(${[...environmentIds]}::uuid[])`
  const ofApplication = application === null ? Prisma.sql`true` : Prisma.sql`d.application = ${application}`
  return Prisma.sql`${ofApplication} AND ${inEnvironments}
    AND d.deployed_at >= ${from}::timestamptz AND d.deployed_at < ${to}::timestamptz`
}
