import { type Document, isNode, isMap as isYamlMap, parseDocument } from "yaml"
import { isMap, type ValuePath, type Values } from "@/components/fleet/releases/values/value-path"
import type { DuplicateKey } from "@/lib/platform/yaml/node-reader"
import { readValues as readHelmValues } from "@/lib/platform/yaml/read-yaml"
import { textTag, toNode, writeYaml, yamlLayout } from "@/lib/platform/yaml/write-yaml"
import { YamlError } from "@/lib/platform/yaml/yaml-error"

/** The values written as YAML, read as Helm reads them; either the values or why they cannot be used. */
export type ReadValues = { values: Values; problem: null } | { values: null; problem: ValuesProblem }

export interface ValuesProblem {
  message: string
  /** From 1; null when it is not about one line. */
  line: number | null
}

/** Empty text is no values. A key that is written twice is a problem: Helm would silently take the last one. */
export function readValues(text: string): ReadValues {
  try {
    const { values, duplicateKeys } = readHelmValues(text)
    const [duplicate] = duplicateKeys
    return duplicate === undefined
      ? { values, problem: null }
      : { values: null, problem: duplicateProblem(duplicate) }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    return { values: null, problem: { message: error.message, line: error.line } }
  }
}

function duplicateProblem({ pointer, line }: DuplicateKey): ValuesProblem {
  const key = pointer
    .slice(pointer.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~")
  return { message: `The key ${key} is already there. Remove one of the two.`, line }
}

export function writeValues(values: Values): string {
  return Object.keys(values).length === 0 ? "" : writeYaml(values)
}

/**
 * The text with one value set, or removed when it is undefined; maps left empty by that go too. Comments and the order
 * of the rest stay as written where the text allows it. Text that cannot be read is returned as it is.
 */
export function withValue(text: string, path: ValuePath, value: unknown): string {
  const { values } = readValues(text)
  if (values === null) return text
  const wanted = changed(values, path, value)
  const edited = editDocument(text, path, value)
  // An alias, a merge, or a key such as `on` or 0x10, cannot be edited in its place.
  const isSame = edited !== null && isDeepEqual(readValues(edited).values, wanted)
  return isSame ? edited : writeValues(wanted)
}

function changed(values: Values, path: ValuePath, value: unknown): Values {
  const [key, ...below] = path
  if (key === undefined) return values
  const members = new Map(Object.entries(values))
  const child = members.get(key)
  const next = below.length === 0 ? value : changed(isMap(child) ? child : {}, below, value)
  const isEmptied = below.length > 0 && value === undefined && isMap(next) && Object.keys(next).length === 0
  if (next === undefined || isEmptied) members.delete(key)
  else members.set(key, next)
  return Object.fromEntries(members)
}

/** Order aside, as the text keeps the order it has. */
function isDeepEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isDeepEqual(item, other[index]))
  }
  if (!isMap(one) || !isMap(other)) return one === other
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isDeepEqual(one[key], other[key]))
  )
}

/** Null where the text is no single document of a map. */
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
  if (value === undefined) removeUp(document, path)
  else {
    clearTheWay(document, path)
    const before = document.getIn(path, true)
    const node = toNode(value)
    if (isNode(before)) Object.assign(node, { comment: before.comment, commentBefore: before.commentBefore })
    document.setIn(path, node)
  }
  if (!isYamlMap(document.contents)) return null
  return document.contents.items.length > 0 ? document.toString(yamlLayout) : ""
}

/** A scalar where a map must be (`image: x` when `image.tag` is set) makes room. */
function clearTheWay(document: Document, path: ValuePath): void {
  for (let depth = 1; depth < path.length; depth++) {
    const above = path.slice(0, depth)
    if (document.hasIn(above) && !isYamlMap(document.getIn(above, true))) document.deleteIn(above)
  }
}

function removeUp(document: Document, path: ValuePath): void {
  if (!document.hasIn(path)) return
  document.deleteIn(path)
  const above = path.slice(0, -1)
  const left = above.length > 0 ? document.getIn(above, true) : null
  if (isYamlMap(left) && left.items.length === 0) removeUp(document, above)
}
