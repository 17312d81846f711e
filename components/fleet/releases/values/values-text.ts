import { hashKey } from "@tanstack/react-query"
import { type Document, isNode, isMap as isYamlMap, parseDocument } from "yaml"
import {
  isMap,
  type TypedValues,
  type ValuePath,
  type Values,
} from "@/components/fleet/releases/values/value-fields"
import { keysOf } from "@/lib/platform/pointer"
import { readValues as readHelmValues } from "@/lib/platform/yaml/read-yaml"
import { textTag, toNode, writeYaml, yamlLayout } from "@/lib/platform/yaml/write-yaml"
import { YamlError } from "@/lib/platform/yaml/yaml-error"

/** Values parsed from YAML with Helm's rules, or the reason why they are invalid. */
export type ReadValues = { values: Values; problem: null } | { values: null; problem: ValuesProblem }

export interface ValuesProblem {
  message: string
  /** Starts at 1; null when the problem is not on a single line. */
  line: number | null
}

/** Empty text means no values. A duplicate key is an error, as Helm would silently use the last one. */
export function readValues(text: string): ReadValues {
  try {
    const { values, duplicateKeys } = readHelmValues(text)
    const [duplicate] = duplicateKeys
    if (duplicate === undefined) return { values, problem: null }
    const message = `Duplicate key ${keysOf(duplicate.pointer).at(-1)}. Remove one of the two.`
    return { values: null, problem: { message, line: duplicate.line } }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    return { values: null, problem: { message: error.message, line: error.line } }
  }
}

export const typedValues = (text: string): TypedValues => ({ text, values: readValues(text).values })

export function writeValues(values: Values): string {
  return Object.keys(values).length === 0 ? "" : writeYaml(values)
}

/**
 * Sets one value in the text, or removes it when undefined together with maps left empty. Comments and order are kept
 * where possible. Text that cannot be parsed is returned unchanged.
 */
export function withValue(text: string, path: ValuePath, value: unknown): string {
  const { values } = readValues(text)
  if (values === null) return text
  const changedValues = withValueAt(values, path, value)
  const edited = editDocument(text, path, value)
  // Aliases, merge keys and keys such as `on` or 0x10 cannot be edited in place.
  // The order of keys is that of the text, which the hash ignores.
  const isSame = edited !== null && hashKey([readValues(edited).values]) === hashKey([changedValues])
  return isSame ? edited : writeValues(changedValues)
}

function withValueAt(values: Values, path: ValuePath, value: unknown): Values {
  const [key, ...below] = path
  if (key === undefined) return values
  const members = new Map(Object.entries(values))
  const child = members.get(key)
  const next = below.length === 0 ? value : withValueAt(isMap(child) ? child : {}, below, value)
  const isEmptied = below.length > 0 && value === undefined && isMap(next) && Object.keys(next).length === 0
  if (next === undefined || isEmptied) members.delete(key)
  else members.set(key, next)
  return Object.fromEntries(members)
}

/** Null when the text is not a single document with a map. */
function editDocument(text: string, path: ValuePath, value: unknown): string | null {
  const document = parseDocument(text, {
    schema: "failsafe",
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === "string" || tag.tag !== textTag.tag),
      textTag,
    ],
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: "silent",
  })
  if (document.errors.length > 0) return null
  if (value === undefined) removeWithEmptyMaps(document, path)
  else {
    removeBlockingScalars(document, path)
    const before = document.getIn(path, true)
    const node = toNode(value)
    if (isNode(before)) Object.assign(node, { comment: before.comment, commentBefore: before.commentBefore })
    document.setIn(path, node)
  }
  if (!isYamlMap(document.contents)) return null
  return document.contents.items.length > 0 ? document.toString(yamlLayout) : ""
}

/** Replaces a scalar that blocks the path (`image: x` when `image.tag` is set) with a map. */
function removeBlockingScalars(document: Document, path: ValuePath): void {
  for (let depth = 1; depth < path.length; depth++) {
    const above = path.slice(0, depth)
    if (document.hasIn(above) && !isYamlMap(document.getIn(above, true))) document.deleteIn(above)
  }
}

function removeWithEmptyMaps(document: Document, path: ValuePath): void {
  if (!document.hasIn(path)) return
  document.deleteIn(path)
  const above = path.slice(0, -1)
  const remaining = above.length > 0 ? document.getIn(above, true) : null
  if (isYamlMap(remaining) && remaining.items.length === 0) removeWithEmptyMaps(document, above)
}
