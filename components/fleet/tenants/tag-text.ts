/** Tags as `tier=gold`, sorted: the database stores them in its own order. */
export function tagTexts(tags: Readonly<Record<string, string>>): string[] {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
}

/** Parses the lines of the form; a line without a value is a tag with an empty value, and the last duplicate wins. */
export function readTagLines(text: string): Record<string, string> {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=")
      return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )
}

/** The tags of a filter, as `tier=gold`. */
export const tagsOfFilter = (filter: string | null) => (filter ?? "").split(",").filter((tag) => tag !== "")

export function toggleTag(filter: string | null, tag: string): string | null {
  const tags = tagsOfFilter(filter)
  const next = tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag]
  return next.length === 0 ? null : next.join(",")
}
