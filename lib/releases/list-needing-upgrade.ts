import { compare, lt } from "semver"
import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { ofVisibleTenants } from "@/lib/operations/visible-to"
import { withTenantAndOperation } from "./find-release"
import type { Release } from "./schema"
import { toRelease } from "./to-release"

/** The installed releases of a chart that are older than a version by semantic versioning, oldest version first. */
export async function listNeedingUpgrade(
  actor: Actor,
  chartName: string,
  targetVersion: string,
): Promise<Release[]> {
  const where = { AND: [ofVisibleTenants(actor), { chartName, status: { not: "UNINSTALLED" as const } }] }
  const versions = await db().release.groupBy({ by: ["chartVersion"], where })
  const older = versions
    .map(({ chartVersion }) => chartVersion)
    .filter((version) => lt(version, targetVersion, true))
  const rows = await db().release.findMany({
    where: { AND: [where, { chartVersion: { in: older } }] },
    include: withTenantAndOperation,
  })
  rows.sort(
    (one, other) =>
      compare(one.chartVersion, other.chartVersion, true) || one.releaseName.localeCompare(other.releaseName),
  )
  return rows.map(toRelease)
}
