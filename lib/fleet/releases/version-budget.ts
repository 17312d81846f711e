import { versionOf } from "@/lib/platform/semver/version"
import type { FleetVersion } from "./fleet-schema"

const mostBehind = 2
const maxDays = 90
const dayMs = 86_400_000

/** A newer major version, three or more newer versions, or superseded for 90 days. */
export function isOverBudget(version: FleetVersion, now: Date): boolean {
  const { chartVersion, newestVersion, versionsBehind, supersededAt } = version
  if (newestVersion === null || versionsBehind === null || versionsBehind === 0) return false
  const isLate = supersededAt !== null && now.getTime() - Date.parse(supersededAt) >= maxDays * dayMs
  return (
    isLate || versionsBehind > mostBehind || versionOf(newestVersion).major > versionOf(chartVersion).major
  )
}
