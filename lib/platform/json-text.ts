import { type FieldError, maxErrors } from "./errors"
import { quote, toPointer } from "./pointer"

const maxDepth = 120
const maxValues = 50_000

type ParsedJson = { value: unknown; errors: FieldError[] } | { problem: string }

/**
 * Parses JSON strictly: a duplicate key in an object, or a key that names a built-in property of every JavaScript object, is
 * an error with its pointer, because one of the values or the key itself would be lost.
 */
export function parseJsonStrictly(text: string): ParsedJson {
  return parseScanned(text, scanJson(text))
}

/** The first half of `parseJsonStrictly`, before the text is parsed: rejecting an oversized body must be cheap. */
export const scanJson = (text: string) => new Scan(text)

/** The second half. */
export function parseScanned(text: string, scan: Scan): ParsedJson {
  if (scan.isTooDeep) return { problem: `The body is nested more than ${maxDepth} levels deep.` }
  if (scan.isTooLarge) return { problem: `The JSON contains more than ${maxValues} values.` }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: "The body is not valid JSON." }
  }
  return { value, errors: scan.errors }
}

/** Keys that an assignment to a plain object would lose or misuse. */
const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"])

export const isForbiddenKey = (key: string): boolean => forbiddenKeys.has(key)

const forbiddenKeyMessage = (key: string) => `The key "${key}" is not allowed.`

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted
  }
}

const spaces: ReadonlySet<string> = new Set(" \t\n\r")

/** The position of the closing quote of the string that starts here, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charAt(end - 1 - escapes) === "\\") escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}

type Level = { keys: Set<string> | null; key: string; index: number }

/** One pass over the tokens of a JSON text; the result is meaningless if the text is not JSON. */
class Scan {
  readonly errors: FieldError[] = []
  isTooDeep = false
  isTooLarge = false
  private values = 0
  private readonly levels: Level[] = []

  constructor(text: string) {
    for (let at = 0; at < text.length && !this.isTooDeep && !this.isTooLarge; at++) {
      const letter = text.charAt(at)
      if (letter === '"') at = this.readString(text, at)
      else if (letter === "{" || letter === "}" || letter === "[" || letter === "]" || letter === ",")
        this.readPunctuation(letter)
    }
  }

  /** Returns the end of the string that starts here, or the colon after it if it is a key. */
  private readString(text: string, start: number): number {
    const end = endOfString(text, start)
    let next = end + 1
    while (spaces.has(text.charAt(next))) next++
    if (text.charAt(next) !== ":") return end
    this.readKey(text.slice(start, end + 1))
    return next
  }

  private readPunctuation(word: string): void {
    const level = this.levels.at(-1)
    if (word !== "}" && word !== "]") this.isTooLarge = ++this.values > maxValues
    if (word === "{" || word === "[") {
      this.levels.push({ keys: word === "{" ? new Set() : null, key: "", index: 0 })
      this.isTooDeep = this.levels.length > maxDepth
    } else if (word !== ",") this.levels.pop()
    else if (level !== undefined) level.index++
  }

  private readKey(quoted: string): void {
    const level = this.levels.at(-1)
    if (level?.keys === null || level === undefined) return
    const key = quoted.includes("\\") ? unescaped(quoted) : quoted.slice(1, -1)
    level.key = key
    if (forbiddenKeys.has(key)) this.report(forbiddenKeyMessage(key))
    else if (level.keys.has(key)) this.report(`The key ${quote(key)} is given more than once.`)
    level.keys.add(key)
  }

  private report(message: string): void {
    if (this.errors.length >= maxErrors) return
    const path = this.levels.map(({ keys, key, index }) => (keys === null ? index : key))
    this.errors.push({ pointer: toPointer(path), message })
  }
}

/** The canonical form of a JSON value: keys sorted, no whitespace. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
