/** `tier=gold` on a line of its own, as a form holds tags. */
export function tagLines(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n")
}

/** The tags of a form's lines; a line without a value is a tag with an empty one, and of two the last counts. */
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

/** The filter of the list with a tag in it, or without it where it was. */
export function toggleTag(filter: string | null, tag: string): string | null {
  const tags = (filter ?? "").split(",").filter((one) => one !== "")
  const next = tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag]
  return next.length === 0 ? null : next.join(",")
}
