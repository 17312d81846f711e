import { versionJump } from "@/components/ui/version-change"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { dayMs } from "@/lib/platform/instant"

type OfVersion = Pick<Release, "repository" | "chartName" | "chartVersion">

/** How far the installed versions are behind, by `repository/chart version`. */
export type VersionLags = ReadonlyMap<string, FleetVersion>

const keyOf = ({ repository, chartName, chartVersion }: OfVersion) =>
  `${repository}/${chartName} ${chartVersion}`

export function versionLagsOf(versions: readonly FleetVersion[]): VersionLags {
  return new Map(versions.map((version) => [keyOf(version), version]))
}

export function versionLagOf(versionLags: VersionLags, release: OfVersion): FleetVersion | null {
  return versionLags.get(keyOf(release)) ?? null
}

/** Whether the catalog has a newer version. */
export const isBehind = ({ versionsBehind }: FleetVersion) => (versionsBehind ?? 0) > 0

export const countReleases = (versions: readonly FleetVersion[]) =>
  versions.reduce((sum, { releases }) => sum + releases, 0)

export interface VersionAge {
  days: number
  /** The start of the counted days; `newest`: no newer version was published, so there are none. */
  from: "newest" | "superseded" | "deployed"
}

/**
 * The age of an installed version: days since the first newer one was published, or, if the catalog has no date, days
 * since the release was deployed; null when neither is known. `now` is in milliseconds.
 */
export function versionAge(
  fleetVersion: FleetVersion | null,
  deployedAt: string | null,
  now: number,
): VersionAge | null {
  if (fleetVersion?.versionsBehind === 0) return { days: 0, from: "newest" }
  const since = fleetVersion?.supersededAt ?? deployedAt
  if (since === null) return null
  const days = Math.max(0, Math.floor((now - Date.parse(since)) / dayMs))
  return { days, from: fleetVersion?.supersededAt ? "superseded" : "deployed" }
}

/** The size of the step to the newest version; null when it is installed or unknown. */
export function stepBehind(fleetVersion: FleetVersion | null): string | null {
  if (fleetVersion === null || !fleetVersion.newestVersion || !fleetVersion.versionsBehind) return null
  return versionJump(fleetVersion.chartVersion, fleetVersion.newestVersion)?.size ?? null
}
