import { visitValues } from "./mask-values"

/** What is known about a release without its values. */
type Public = {
  /** Such as the names of the release, its namespace and its chart. */
  names: readonly string[]
  kinds: readonly string[]
  /** The chart's values.yaml, whose keys and texts are public where they are not secret. */
  defaults: Record<string, unknown>
  schema: Record<string, unknown> | null
}

const maxIdentifier = 63

const wordsIn = (text: string) =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")

/** The non-secret words that the names of a chart's objects are made of. */
export function nonSecretWords({ names, kinds, defaults, schema }: Public): ReadonlySet<string> {
  const texts = [...names, ...kinds, ...kinds.map((kind) => kind.toLowerCase()), ...keysOf(defaults)]
  visitValues(defaults, schema, (leaf, isSecret) => {
    if (!isSecret && leaf.length <= maxIdentifier) texts.push(leaf)
    return leaf
  })
  return new Set(texts.flatMap((text) => [text.toLowerCase(), ...wordsIn(text)]))
}

/**
 * Whether a text consists of only such words: in the name of an object it reveals nothing, even if it equals a value.
 */
export function isNonSecret(text: string, words: ReadonlySet<string>): boolean {
  const textWords = wordsIn(text)
  return textWords.length > 0 && textWords.every((word) => words.has(word))
}

function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return []
  if (Array.isArray(value)) return value.flatMap(keysOf)
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
}
