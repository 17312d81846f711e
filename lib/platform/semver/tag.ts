// Imported individually: browsers load this file, and need neither ranges nor incomplete versions.
import SemVer from "semver/classes/semver.js"
import parse from "semver/functions/parse.js"

export const versionParts = ["major", "minor", "patch", "prerelease"] as const
type VersionPart = (typeof versionParts)[number]

/** Whether the text is a complete semantic version; a leading `v` is allowed. */
export const isVersion = (text: string): boolean => parse(text) !== null

/** Compares complete semantic versions as `compareVersions` does, then their build metadata: a total order. */
export function compareBuilds(one: string, other: string): number {
  const a = new SemVer(one)
  const b = new SemVer(other)
  return a.compare(b) || a.compareBuild(b)
}

/**
 * The most significant part in which two versions differ; null if they differ in build metadata only, or not at all.
 */
export function versionDifference(one: SemVer, other: SemVer): VersionPart | null {
  const part = (["major", "minor", "patch"] as const).find((name) => one[name] !== other[name])
  return part ?? (one.comparePre(other) === 0 ? null : "prerelease")
}

/**
 * How far a version is behind a newer one, in its most significant part: 2 major. Null if it is not behind, or unknown.
 */
export function versionsBehind(version: string, newest: string): { count: number; part: VersionPart } | null {
  const older = parse(version)
  const newer = parse(newest)
  if (older === null || newer === null || newer.compare(older) <= 0) return null
  const part = versionDifference(older, newer)
  if (part === null) return null
  return { count: part === "prerelease" ? 1 : newer[part] - older[part], part }
}

/** The most significant part in which two tags differ; null if they do not, or one is not a complete version. */
export function tagDifference(one: string, other: string): VersionPart | null {
  const a = parse(one)
  const b = parse(other)
  return a === null || b === null ? null : versionDifference(a, b)
}
