import { Prisma } from "@/lib/platform/db/generated/client"

/** Which records a query covers: one application or all, the requested or visible environments, a half-open window. */
export type DeploymentScope = {
  application: string | null
  environmentIds: readonly string[]
  from: Date
  /** Exclusive. */
  to: Date
}

/** The scope as a condition on `deployment d`. */
export function scopeSql({ application, environmentIds, from, to }: DeploymentScope): Prisma.Sql {
  const [only, ...others] = environmentIds
  // An equality on a single environment lets the index return rows in time order.
  const inEnvironments =
    only !== undefined && others.length === 0
      ? Prisma.sql`d.environment_id = ${only}::uuid`
      : Prisma.sql`d.environment_id = ANY(${[...environmentIds]}::uuid[])`
  const ofApplication = application === null ? Prisma.sql`true` : Prisma.sql`d.application = ${application}`
  return Prisma.sql`${ofApplication} AND ${inEnvironments}
    AND d.deployed_at >= ${from}::timestamptz AND d.deployed_at < ${to}::timestamptz`
}
