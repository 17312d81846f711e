// One by one: a browser that orders versions needs nothing of ranges.
import SemVer from "semver/classes/semver.js"
import coerce from "semver/functions/coerce.js"
import compare from "semver/functions/compare.js"
import parse from "semver/functions/parse.js"

/** A chart's version as a semantic one. Helm takes `1.2` for a version too; what is no version at all is the oldest. */
export function versionOf(text: string): SemVer {
  return parse(text, { loose: true }) ?? coerce(text) ?? new SemVer("0.0.0")
}

/** Below zero: `one` is older, by semantic versioning. Any text will do. */
export function compareVersions(one: string, other: string): number {
  return compare(versionOf(one), versionOf(other), true)
}
