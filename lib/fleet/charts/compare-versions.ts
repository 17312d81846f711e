// Imported individually, so that browsers do not load the range code.
import SemVer from "semver/classes/semver.js"
import coerce from "semver/functions/coerce.js"
import compare from "semver/functions/compare.js"
import parse from "semver/functions/parse.js"

/** A chart version as a semantic version. Helm accepts `1.2` as well; invalid versions are ordered first. */
export function versionOf(text: string): SemVer {
  return parse(text, { loose: true }) ?? coerce(text) ?? new SemVer("0.0.0")
}

/** Compares by semantic versioning; negative when `one` is older. Accepts any text. */
export function compareVersions(one: string, other: string): number {
  return compare(versionOf(one), versionOf(other), true)
}
