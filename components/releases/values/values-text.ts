import { type Document, isMap as isYamlMap, parseDocument, stringify } from "yaml"
import { isMap, type ValuePath, type Values } from "@/components/releases/values/value-path"

/** The values written as YAML, read; either the values or why they cannot be read. */
export type ReadValues = { values: Values; problem: null } | { values: null; problem: ValuesProblem }

export interface ValuesProblem {
  message: string
  /** From 1; null when it is not about one line. */
  line: number | null
}

/** Reads the YAML of values. Empty text is no values; anything but a map is a problem in words. */
export function readValues(text: string): ReadValues {
  const document = parseDocument(text, { prettyErrors: true })
  const [error] = document.errors
  if (error)
    return { values: null, problem: { message: firstLine(error.message), line: lineOf(error.linePos) } }
  return toValues(document)
}

function toValues(document: Document): ReadValues {
  try {
    const values: unknown = document.toJS({ maxAliasCount: 100 }) ?? {}
    if (isMap(values)) return { values, problem: null }
  } catch (error) {
    return problem(error instanceof Error ? error.message : "This cannot be read.")
  }
  return problem("Values are names with values, such as `replicaCount: 2`; this is something else.")
}

function problem(message: string): ReadValues {
  return { values: null, problem: { message, line: null } }
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, ".")
}

function lineOf(position: readonly { line: number }[] | undefined): number | null {
  return position?.[0]?.line ?? null
}

export function writeValues(values: Values): string {
  return Object.keys(values).length === 0 ? "" : stringify(values)
}

/**
 * The text with one value set, or taken out when it is undefined; maps left empty by that go too. Comments and the
 * order of the rest stay as they were written. Text that cannot be read is answered as it is.
 */
export function withValue(text: string, path: ValuePath, value: unknown): string {
  const document = parseDocument(text)
  if (document.errors.length > 0) return text
  if (value !== undefined) {
    clearTheWay(document, path)
    document.setIn(path, value)
  } else if (document.hasIn(path)) removeUp(document, path)
  return isYamlMap(document.contents) && document.contents.items.length > 0 ? document.toString() : ""
}

/** A scalar where a map must stand (`image: x` when `image.tag` is set) makes room. */
function clearTheWay(document: Document, path: ValuePath): void {
  for (let depth = 1; depth < path.length; depth++) {
    const above = path.slice(0, depth)
    if (document.hasIn(above) && !isYamlMap(document.getIn(above, true))) document.deleteIn(above)
  }
}

function removeUp(document: Document, path: ValuePath): void {
  document.deleteIn(path)
  const above = path.slice(0, -1)
  const left = above.length > 0 ? document.getIn(above, true) : null
  if (isYamlMap(left) && left.items.length === 0) removeUp(document, above)
}
