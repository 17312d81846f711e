import { versionJump } from "@/components/ui/version-jump"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import type { Release } from "@/lib/fleet/releases/schema"

type OfVersion = Pick<Release, "repository" | "chartName" | "chartVersion">

/** How far the versions of the fleet are behind, by `repository/chart version`. */
export type Standings = ReadonlyMap<string, FleetVersion>

const keyOf = ({ repository, chartName, chartVersion }: OfVersion) =>
  `${repository}/${chartName} ${chartVersion}`

export function standingsOf(versions: readonly FleetVersion[]): Standings {
  return new Map(versions.map((version) => [keyOf(version), version]))
}

export function standingOf(standings: Standings, release: OfVersion): FleetVersion | null {
  return standings.get(keyOf(release)) ?? null
}

const dayMs = 86_400_000

export interface VersionAge {
  days: number
  /** What the days are counted from; `newest`: nothing newer was published, and there are none. */
  from: "newest" | "superseded" | "deployed"
}

/**
 * How old the version is that runs: days since the first newer one was published. Where the catalogue does not say, days
 * since the release was deployed; null where neither is known. `now` in milliseconds.
 */
export function versionAge(
  standing: FleetVersion | null,
  deployedAt: string | null,
  now: number,
): VersionAge | null {
  if (standing?.versionsBehind === 0) return { days: 0, from: "newest" }
  const since = standing?.supersededAt ?? deployedAt
  if (since === null) return null
  const days = Math.max(0, Math.floor((now - Date.parse(since)) / dayMs))
  return { days, from: standing?.supersededAt ? "superseded" : "deployed" }
}

/** How large the step to the newest version is; null when it runs, or nothing is known. */
export function stepBehind(standing: FleetVersion | null): string | null {
  if (standing === null || !standing.newestVersion || !standing.versionsBehind) return null
  return versionJump(standing.chartVersion, standing.newestVersion)?.size ?? null
}
