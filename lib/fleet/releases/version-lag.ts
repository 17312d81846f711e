import { compareVersions, isPrerelease } from "@/lib/platform/semver/version"

/** A version in the catalog; `createdAt` is RFC 3339. */
type Published = { version: string; createdAt: string | null }

export type VersionLag = {
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
  const stable = published.filter(({ version }) => !isPrerelease(version))
  const newest = stable.reduce<string | null>(
    (best, { version }) => (best === null || compareVersions(version, best) > 0 ? version : best),
    null,
  )
  if (newest === null) return unknownLag
  const newer = stable.filter(({ version }) => compareVersions(version, running) > 0)
  const own = published.find(({ version }) => version === running)?.createdAt ?? null
  const times = newer.flatMap(({ createdAt }) => (createdAt === null ? [] : [Date.parse(createdAt)]))
  const first = times.length === 0 ? null : Math.max(Math.min(...times), own === null ? 0 : Date.parse(own))
  return {
    newestVersion: newest,
    versionsBehind: newer.length,
    supersededAt: first === null ? null : new Date(first).toISOString(),
  }
}
