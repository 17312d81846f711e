import semver from "semver"

/** Sorts by semver, newest first; of duplicates only the first entry is kept. */
export function newestFirst<T extends { version: string }>(versions: readonly T[]): T[] {
  const seen = new Set<string>()
  const once = versions.filter(({ version }) => !seen.has(version) && seen.add(version))
  return once.sort((one, other) => semver.compareBuild(other.version, one.version))
}

export const isPrerelease = (version: string): boolean => (semver.prerelease(version) ?? []).length > 0

/** The newest stable version, else the newest prerelease. */
export function newestVersion<T extends { version: string }>(versions: readonly T[]): T | null {
  const sorted = newestFirst(versions)
  return sorted.find(({ version }) => !isPrerelease(version)) ?? sorted[0] ?? null
}
