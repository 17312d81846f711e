import semver from "semver"

/** Semver order, the newest first; what is listed twice counts once, as its first entry. */
export function newestFirst<T extends { version: string }>(versions: readonly T[]): T[] {
  const seen = new Set<string>()
  const once = versions.filter(({ version }) => !seen.has(version) && seen.add(version))
  return once.sort((one, other) => semver.compareBuild(other.version, one.version))
}

export const isPrerelease = (version: string): boolean => (semver.prerelease(version) ?? []).length > 0

/** The newest that is no prerelease; where all are, the newest of them. */
export function newestVersion<T extends { version: string }>(versions: readonly T[]): T | null {
  const sorted = newestFirst(versions)
  return sorted.find(({ version }) => !isPrerelease(version)) ?? sorted[0] ?? null
}
