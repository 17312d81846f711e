/** The keys from the values to one of them; a number is the index in a list. */
export type ValuesPath = readonly (string | number)[]

export const maxPathLength = 500
const maxParts = 32
/** The largest index that Helm accepts. */
const maxIndex = 65_536

/** Parses `a.b[0].c`, as in `helm --set`, with `\.` for a dot in a key; returns the problem if it is invalid. */
export function parseValuesPath(text: string): { path: ValuesPath } | { problem: string } {
  if (text === "") return { problem: "Enter a path, such as resources.limits.memory." }
  if (text.length > maxPathLength) return { problem: `A path has at most ${maxPathLength} characters.` }
  const path: (string | number)[] = []
  let at = 0
  while (at < text.length) {
    const [match, quoted] = /^((?:\\[\s\S]|[^\\.[\]])*)/.exec(text.slice(at)) ?? []
    if (match === undefined || quoted === undefined || quoted === "") return missingKey(at)
    path.push(quoted.replaceAll(/\\([\s\S])/g, "$1"))
    at += match.length
    while (text[at] === "[") {
      const [brackets, digits] = /^\[(\d{1,6})\]/.exec(text.slice(at)) ?? []
      if (brackets === undefined || Number(digits) > maxIndex) {
        return { problem: `At position ${at + 1}: an index is a number in brackets, such as [0].` }
      }
      path.push(Number(digits))
      at += brackets.length
    }
    if (at === text.length) break
    if (text[at] !== ".") return unexpectedText(text, at)
    at += 1
    if (at === text.length) return missingKey(at)
  }
  return path.length > maxParts ? { problem: `A path has at most ${maxParts} keys.` } : { path }
}

const missingKey = (at: number) => ({ problem: `At position ${at + 1}: a key is expected.` })

function unexpectedText(text: string, at: number): { problem: string } {
  const problem =
    text[at] === "\\"
      ? "\\ must be followed by a character"
      : `${text[at]} must be written \\${text[at]} in a key`
  return { problem: `At position ${at + 1}: ${problem}.` }
}

/** The path as text, which `parseValuesPath` parses. */
export function formatValuesPath(path: ValuesPath): string {
  return path
    .map((part, index) =>
      typeof part === "number"
        ? `[${part}]`
        : `${index === 0 ? "" : "."}${part.replaceAll(/[\\.[\]]/g, "\\$&")}`,
    )
    .join("")
}

/**
 * The value at a path. Undefined: not set. Null: set to null, or another value is set in place of a parent, so that no
 * default applies.
 */
export function lookUpValue(values: Readonly<Record<string, unknown>>, path: ValuesPath): unknown {
  let value: unknown = values
  for (const part of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value) !== (typeof part === "number"))
      return null
    if (!Object.hasOwn(value, part)) return Array.isArray(value) ? null : undefined
    value = Reflect.get(value, part)
  }
  return value
}

/**
 * Values that set only the path, to be merged over others; null for a path into a list, which is replaced as a whole.
 */
export function valuesWith(path: ValuesPath, value: unknown): Record<string, unknown> | null {
  if (path.some((part) => typeof part === "number")) return null
  return Object(path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value))
}

/** A path of keys only; null for a path into a list, which Helm replaces as a whole, or an invalid path. */
export function parseKeyPath(text: string): readonly string[] | null {
  const parsed = parseValuesPath(text)
  if ("problem" in parsed) return null
  const keys = parsed.path.filter((part) => typeof part === "string")
  return keys.length === parsed.path.length ? keys : null
}

/** Paths that the schema of a request has accepted, each as the keys that lead to a value. */
export function parseKeyPaths(texts: readonly string[]): (readonly string[])[] {
  return texts.flatMap((text) => [parseKeyPath(text) ?? []])
}
