// Imported individually, so that browsers do not load the range code.
import SemVer from "semver/classes/semver.js"
import coerce from "semver/functions/coerce.js"
import compare from "semver/functions/compare.js"
import compareBuild from "semver/functions/compare-build.js"
import parse from "semver/functions/parse.js"

export const versionParts = ["major", "minor", "patch", "prerelease"] as const
export type VersionPart = (typeof versionParts)[number]

/** Whether the text is a complete semantic version; a leading `v` is allowed. */
export const isVersion = (text: string): boolean => parse(text) !== null

/** Any text as a semantic version. Helm accepts `1.2` as well; text without a version is 0.0.0. */
export function versionOf(text: string): SemVer {
  return parse(text, { loose: true }) ?? coerce(text) ?? new SemVer("0.0.0")
}

/** Compares by semantic versioning; negative when `one` is older. Accepts any text. */
export function compareVersions(one: string, other: string): number {
  return compare(versionOf(one), versionOf(other), true)
}

/** Compares complete semantic versions as `compareVersions` does, then their build metadata: a total order. */
export const compareBuilds = (one: string, other: string): number => compareBuild(one, other)

export const isPrerelease = (version: string): boolean => versionOf(version).prerelease.length > 0

/** The most significant part in which two versions differ; null if none does, or in build metadata only. */
export function versionDifference(one: SemVer, other: SemVer): VersionPart | null {
  const part = (["major", "minor", "patch"] as const).find((name) => one[name] !== other[name])
  return part ?? (one.comparePre(other) === 0 ? null : "prerelease")
}

/** The same of two tags; also null if either is not a complete semantic version. */
export function tagDifference(one: string, other: string): VersionPart | null {
  const [a, b] = [parse(one), parse(other)]
  return a === null || b === null ? null : versionDifference(a, b)
}

/** Newest first; of duplicates only the first entry is kept. */
export function newestFirst<T extends { version: string }>(versions: readonly T[]): T[] {
  const seen = new Set<string>()
  const once = versions.filter(({ version }) => !seen.has(version) && seen.add(version))
  return once.sort((one, other) => compareBuilds(other.version, one.version))
}

/** The newest stable version, else the newest prerelease, of versions in the order of `newestFirst`. */
export function newestOf<T extends { version: string }>(sorted: readonly T[]): T | null {
  return sorted.find(({ version }) => !isPrerelease(version)) ?? sorted[0] ?? null
}
