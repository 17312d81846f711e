import semver from "semver"

/**
 * Whether a version satisfies a constraint by Helm's rules (Masterminds/semver): comparators joined by a comma or a space
 * must all match, `||` separates alternatives, and a prerelease matches only comparators that contain one.
 */
export function fitsConstraint(constraint: string, version: string): boolean {
  const parsed = semver.parse(version, { loose: true }) ?? semver.coerce(version, { includePrerelease: true })
  if (parsed === null) return false
  return constraint.split("||").some((alternative) => fitsAll(alternative, parsed))
}

const comparator =
  /(=<|=>|>=|<=|!=|~>|[=><~^])?\s*v?([\dxX*]+(?:\.[\dxX*]+){0,2}(?:-[\w.-]+)?(?:\+[\w.-]+)?)/g
const rewritten: Record<string, string> = { "=<": "<=", "=>": ">=", "~>": "~" }

function fitsAll(alternative: string, version: semver.SemVer): boolean {
  const hyphens = withoutHyphenRanges(alternative)
  const comparators = [...hyphens.matchAll(comparator)]
  const rest = hyphens.replace(comparator, "").replace(/[\s,]/g, "")
  if (rest !== "") return false
  return comparators.every(([, operator = "", bound = ""]) =>
    fits(rewritten[operator] ?? operator, bound, version),
  )
}

/**
 * `1.2 - 1.4` as `>=1.2 <=1.4`: word by word, because a regular expression would rescan a long word from each of its
 * characters.
 */
function withoutHyphenRanges(text: string): string {
  const words = text.split(/\s+/)
  const rewritten: string[] = []
  for (let at = 0; at < words.length; at++) {
    const [first, hyphen, last] = words.slice(at, at + 3)
    const isRange = first && hyphen === "-" && last
    rewritten.push(isRange ? `>=${first} <=${last}` : (first ?? ""))
    if (isRange) at += 2
  }
  return rewritten.join(" ")
}

function fits(operator: string, bound: string, version: semver.SemVer): boolean {
  if (version.prerelease.length > 0 && !bound.includes("-")) return false
  const range = `${operator === "!=" ? "=" : operator}${bound}`
  const isIn = semver.satisfies(version, range, { includePrerelease: true, loose: true })
  return operator === "!=" ? !isIn : isIn
}
