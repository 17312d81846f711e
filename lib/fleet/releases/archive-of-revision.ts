import { recallArchive } from "@/lib/fleet/charts/archive-store"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { DomainError } from "@/lib/platform/errors"
import { openChartOf } from "./chart-source"

type Made = Pick<ReleaseRevision, "repository" | "chartName" | "chartVersion" | "chartDigest">

/**
 * The path of the packaged chart that a revision was made from: the very archive where this machine kept it, else what its
 * repository has, which must be the same. Throws a conflict where it is another by now.
 */
export async function archiveOfRevision({
  repository,
  chartName: name,
  chartVersion: version,
  chartDigest,
}: Made): Promise<string> {
  const kept = chartDigest === null ? null : await recallArchive(chartDigest)
  if (kept !== null) return kept.path
  const { path, digest } = await openChartOf({ repository, name, version })
  if (chartDigest === null || digest === chartDigest) return path
  throw new DomainError(
    "conflict",
    `The chart ${name} ${version} in ${repository} is another than the revision was made from (${digest} instead of ${chartDigest}). Upgrade to a version that you know instead.`,
  )
}
