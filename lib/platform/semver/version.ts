import SemVer from "semver/classes/semver.js"
import coerce from "semver/functions/coerce.js"
import parse from "semver/functions/parse.js"
import { compareBuilds } from "./tag"

/** Any text as a semantic version. Helm accepts `1.2` as well; text without a version is 0.0.0. */
export function parseVersion(text: string): SemVer {
  return parse(text, { loose: true }) ?? coerce(text) ?? new SemVer("0.0.0")
}

/** Compares by semantic versioning; negative when `one` is older. Accepts any text. */
export function compareVersions(one: string, other: string): number {
  return parseVersion(one).compare(parseVersion(other))
}

export const isPrerelease = (version: string): boolean => parseVersion(version).prerelease.length > 0

/** Newest first; of duplicates only the first entry is kept. */
export function newestFirst<T extends { version: string }>(versions: readonly T[]): T[] {
  const seen = new Set<string>()
  const unique = versions.filter(({ version }) => !seen.has(version) && seen.add(version))
  return unique.sort((a, b) => compareBuilds(b.version, a.version))
}

/** The newest stable version, else the newest prerelease, of versions in the order of `newestFirst`. */
export function newestOf<T extends { version: string }>(sorted: readonly T[]): T | null {
  return sorted.find(({ version }) => !isPrerelease(version)) ?? sorted[0] ?? null
}
