/** The normalized form in which names and aliases are compared. */
export function foldName(name: string): string {
  return name.normalize("NFC").toLowerCase()
}

export function isPattern(alias: string): boolean {
  return alias.includes("*")
}

/** Whether a pattern matches a name; each `*` stands for one or more characters, slashes included. */
function matchesPattern(pattern: string, name: string): boolean {
  const [prefix = "", ...rest] = foldName(pattern).split(/\*+/)
  const suffix = rest.pop() ?? ""
  const text = foldName(name)
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return false
  let position = prefix.length
  for (const part of rest) {
    const start = text.indexOf(part, position + 1)
    if (start < 0) return false
    position = start + part.length
  }
  return position < text.length - suffix.length
}

/** The pattern with the most literal characters of those that match, so that `review/eu-*` wins over `review/*`. */
export function mostSpecificPattern<T extends { name: string }>(
  patterns: readonly T[],
  name: string,
): T | undefined {
  const literals = (pattern: string) => pattern.replaceAll("*", "").length
  return patterns
    .filter((pattern) => matchesPattern(pattern.name, name))
    .sort((a, b) => literals(b.name) - literals(a.name) || (a.name < b.name ? -1 : 1))[0]
}
