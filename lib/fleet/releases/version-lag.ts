import { dayMs } from "@/lib/platform/instant"
import { isPrerelease, parseVersion } from "@/lib/platform/semver/version"
import type { FleetVersion } from "./fleet-schema"

/** A version in the catalog; `createdAt` is RFC 3339. */
type Published = { version: string; createdAt: string | null }

type VersionLag = {
  newestVersion: string | null
  versionsBehind: number | null
  supersededAt: string | null
}

/** The chart is not in the catalog. */
export const unknownLag: VersionLag = { newestVersion: null, versionsBehind: null, supersededAt: null }

/**
 * How far a version is behind. It is superseded since the first newer one was published, but not before its own
 * publication: an older line may get late fixes. Prereleases supersede nothing. `published` may be in any order.
 */
export function versionLag(running: string, published: readonly Published[]): VersionLag {
  const line = lineOf(published)
  const [newest] = line.stable
  if (newest === undefined) return unknownLag
  const versionsBehind = countNewer(line, running)
  const first = line.stable[versionsBehind - 1]?.firstAt ?? Number.POSITIVE_INFINITY
  const since = Math.max(first, line.publishedAt.get(running) ?? 0)
  return {
    newestVersion: newest.version,
    versionsBehind,
    supersededAt: first === Number.POSITIVE_INFINITY ? null : new Date(since).toISOString(),
  }
}

type Line = ReturnType<typeof readLine>
const lines = new WeakMap<readonly Published[], Line>()

/** A chart may have thousands of versions, and a fleet may run hundreds of them: they are parsed and sorted once. */
function lineOf(published: readonly Published[]): Line {
  const line = lines.get(published) ?? readLine(published)
  lines.set(published, line)
  return line
}

function readLine(published: readonly Published[]) {
  const timeOf = ({ createdAt }: Published) =>
    createdAt === null ? Number.POSITIVE_INFINITY : Date.parse(createdAt)
  let firstAt = Number.POSITIVE_INFINITY
  const stable = published
    .filter(({ version }) => !isPrerelease(version))
    .map((one) => ({ version: one.version, parsed: parseVersion(one.version), at: timeOf(one) }))
    .sort((a, b) => b.parsed.compare(a.parsed))
    .map(({ version, parsed, at }) => {
      firstAt = Math.min(firstAt, at)
      return { version, parsed, firstAt }
    })
  const dated = published.filter(({ createdAt }) => createdAt !== null)
  return { stable, publishedAt: new Map(dated.map((one) => [one.version, timeOf(one)])) }
}

/** A binary search: the newest come first. */
function countNewer({ stable }: Line, running: string): number {
  const version = parseVersion(running)
  let low = 0
  let high = stable.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stable[middle]?.parsed.compare(version) ?? 0) > 0) low = middle + 1
    else high = middle
  }
  return low
}

const maxBehind = 2
const maxDays = 90

/** A newer major version, three or more newer versions, or superseded for 90 days. */
export function isOverBudget(version: FleetVersion, now: Date): boolean {
  const { chartVersion, newestVersion, versionsBehind, supersededAt } = version
  if (newestVersion === null || versionsBehind === null || versionsBehind === 0) return false
  const isLate = supersededAt !== null && now.getTime() - Date.parse(supersededAt) >= maxDays * dayMs
  return (
    isLate ||
    versionsBehind > maxBehind ||
    parseVersion(newestVersion).major > parseVersion(chartVersion).major
  )
}
