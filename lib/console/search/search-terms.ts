const commitPattern = /^[0-9a-f]{4,64}$/
const ticketPattern = /^([a-z][a-z0-9]{0,19}-[0-9]{1,9}|#[0-9]{1,9})$/
const versionPattern = /^v?\d+(\.[0-9A-Za-z+-]+)*$/
const maxWords = 8

/** The possible meanings of a query. */
export type SearchTerms = {
  /** The query, trimmed. */
  text: string
  /** Lowercase hexadecimal digits that a commit may start with; null if there are too few or other characters. */
  commit: string | null
  /** A lowercase ticket, such as `ops-12` or `#12`. */
  ticket: string | null
  /** Its lowercase words of letters and digits. Empty if it consists of separate numbers, as in a version. */
  words: string[]
  /** A chart and a version prefix, from `chart 1.2`, `chart-1.2`, `chart@1.2` or `repository/chart:1.2`. */
  chart: { name: string; version: string } | null
}

export function searchTerms(q: string): SearchTerms {
  const text = q.trim()
  const lowerText = text.toLowerCase()
  const words = lowerText
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .slice(0, maxWords)
  return {
    text,
    commit: commitPattern.test(lowerText) ? lowerText : null,
    ticket: ticketPattern.test(lowerText) ? lowerText : null,
    words: words.length === 1 || words.some((word) => /\p{L}/u.test(word)) ? words : [],
    chart: namedChart(text),
  }
}

/** The version as written and, if it looks like a version, with and without a leading `v`. */
export function versionSpellings(version: string): string[] {
  if (!versionPattern.test(version)) return [version]
  const bare = version.replace(/^v/, "")
  return [bare, `v${bare}`]
}

/** `name` and `version` of a text that contains both; null otherwise. */
export function namedChart(text: string): { name: string; version: string } | null {
  const parts =
    /^(?:[a-z0-9-]+\/)?([A-Za-z0-9][A-Za-z0-9._-]*?)(?:[\s:@]+|-)v?(\d+(?:\.[0-9A-Za-z.+-]*)?)$/.exec(
      text.trim(),
    )
  const [, name, version] = parts ?? []
  return name === undefined || version === undefined ? null : { name, version }
}
