import { recallArchive } from "@/lib/fleet/charts/archive-store"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { DomainError } from "@/lib/platform/errors"
import { openChartOf } from "./chart-source"

type Made = Pick<ReleaseRevision, "repository" | "chartName" | "chartVersion" | "chartDigest">

/**
 * The path of the packaged chart a revision was created from: the stored archive if this machine has it, else the one in
 * its repository, which must be identical. Throws a conflict when it has changed.
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
    `The chart ${name} ${version} in ${repository} differs from the one the revision was created from (${digest} instead of ${chartDigest}). Upgrade to a known version instead.`,
  )
}
