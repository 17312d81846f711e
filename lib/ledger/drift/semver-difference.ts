import parse from "semver/functions/parse.js"
import type { SemverDifference } from "./schema"

/**
 * The most significant part in which two tags differ. Null if either is not semver (a leading `v` is allowed), or if
 * they differ in build metadata only.
 */
export function semverDifference(one: string, other: string): SemverDifference | null {
  const a = parse(one)
  const b = parse(other)
  if (a === null || b === null) return null
  if (a.major !== b.major) return "major"
  if (a.minor !== b.minor) return "minor"
  if (a.patch !== b.patch) return "patch"
  return a.comparePre(b) === 0 ? null : "prerelease"
}
