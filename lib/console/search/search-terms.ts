const commitPattern = /^[0-9a-f]{4,64}$/
const ticketPattern = /^([a-z][a-z0-9]{0,19}-[0-9]{1,9}|#[0-9]{1,9})$/
const versionPattern = /^v?\d+(\.[0-9A-Za-z+-]+)*$/
const maxWords = 8

/** What a query may mean. */
export type SearchTerms = {
  /** As it was asked, without the space around it. */
  text: string
  /** Hexadecimal digits that a commit may begin with, small; null: too few, or others. */
  commit: string | null
  /** A ticket, small, such as `ops-12` or `#12`. */
  ticket: string | null
  /** The words in it, small: letters and digits. None where several numbers stand alone, as in a version. */
  words: string[]
  /** A chart and the beginning of its version, from `chart 1.2`, `chart-1.2`, `chart@1.2` or `repository/chart:1.2`. */
  chart: { name: string; version: string } | null
}

export function searchTerms(q: string): SearchTerms {
  const text = q.trim()
  const small = text.toLowerCase()
  const words = small
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .slice(0, maxWords)
  return {
    text,
    commit: commitPattern.test(small) ? small : null,
    ticket: ticketPattern.test(small) ? small : null,
    words: words.length === 1 || words.some((word) => /\p{L}/u.test(word)) ? words : [],
    chart: namedChart(text),
  }
}

/** The version as it is written and, where it can be one, with and without the `v` before it. */
export function versionSpellings(version: string): string[] {
  if (!versionPattern.test(version)) return [version]
  const bare = version.replace(/^v/, "")
  return [bare, `v${bare}`]
}

/** `name` and `version` of what names both; null where it does not. */
export function namedChart(text: string): { name: string; version: string } | null {
  const parts =
    /^(?:[a-z0-9-]+\/)?([A-Za-z0-9][A-Za-z0-9._-]*?)(?:[\s:@]+|-)v?(\d+(?:\.[0-9A-Za-z.+-]*)?)$/.exec(
      text.trim(),
    )
  const [, name, version] = parts ?? []
  return name === undefined || version === undefined ? null : { name, version }
}
