import { isObject, type Json, sameJson } from "../json"
import { itemKey, keyedItems, type Shape } from "./shape"

/**
 * A set of fields in Kubernetes' format (FieldsV1): `f:name` is a field, `k:{…}` a list item by key, `v:…` one value of a
 * set, `.` the node itself; an empty node is owned as a whole.
 */
export type Fields = { [key: string]: Fields }

export const isLeaf = (fields: Fields): boolean => Object.keys(fields).length === 0

/** Every field that a value sets. */
export function fieldsOf(value: Json | undefined, shape: Shape, path: readonly string[] = []): Fields {
  if (Array.isArray(value)) return listFields(value, shape, path)
  if (!isObject(value) || shape.isWholeMap(path)) return {}
  const fields: Fields = {}
  for (const [name, child] of Object.entries(value)) {
    if (child !== undefined) fields[`f:${name}`] = fieldsOf(child, shape, [...path, name])
  }
  return fields
}

function listFields(list: readonly Json[], shape: Shape, path: readonly string[]): Fields {
  const rule = shape.list(path)
  if (rule.by === "whole") return {}
  if (rule.by === "value") return Object.fromEntries(list.map((item) => [`v:${JSON.stringify(item)}`, {}]))
  const items = keyedItems(list, rule.keys)
  if (items === null) return {}
  const fields: Fields = {}
  for (const [key, item] of items) fields[`k:${key}`] = { ".": {}, ...fieldsOf(item, shape, path) }
  return fields
}

/** The child value that a key of a field set identifies. */
export function fieldValue(
  value: Json | undefined,
  key: string,
  shape: Shape,
  path: readonly string[],
): Json | undefined {
  if (key.startsWith("f:")) return isObject(value) ? value[key.slice(2)] : undefined
  if (!Array.isArray(value)) return undefined
  if (key.startsWith("v:")) return value.find((item) => `v:${JSON.stringify(item)}` === key)
  const rule = shape.list(path)
  return rule.by === "key" ? value.find((item) => `k:${itemKey(item, rule.keys)}` === key) : undefined
}

/** The path of fields after one more key of a field set. */
export const stepPath = (path: readonly string[], key: string): readonly string[] =>
  key.startsWith("f:") ? [...path, key.slice(2)] : path

export function union(a: Fields, b: Fields): Fields {
  const result: Fields = { ...a }
  for (const [key, child] of Object.entries(b)) {
    const existing = result[key]
    result[key] = existing === undefined ? child : union(existing, child)
  }
  return result
}

/** The part of `fields` that still exists in an object whose fields are `existing`. */
export function intersect(fields: Fields, existing: Fields): Fields {
  const result: Fields = {}
  for (const [key, child] of Object.entries(fields)) {
    const other = existing[key]
    if (other === undefined) continue
    const rest = intersect(child, other)
    if (isLeaf(child) || !isLeaf(rest)) result[key] = rest
  }
  return result
}

/** `fields` without the leaves of `taken`; a node that becomes empty is removed, too. */
export function subtract(fields: Fields, taken: Fields): Fields {
  const result: Fields = {}
  for (const [key, child] of Object.entries(fields)) {
    const other = taken[key]
    if (other === undefined) {
      result[key] = child
      continue
    }
    if (isLeaf(other) || isLeaf(child)) continue
    const rest = subtract(child, other)
    if (Object.keys(rest).some((name) => name !== ".") || ("." in rest && !("." in other))) result[key] = rest
  }
  return result
}

/** The fields of `after` that are missing or different in `before`. */
export function changedFields(before: Json | undefined, after: Json | undefined, shape: Shape): Fields {
  return changed(fieldsOf(after, shape), before, after, shape, [])
}

function changed(
  fields: Fields,
  before: Json | undefined,
  after: Json | undefined,
  shape: Shape,
  path: readonly string[],
): Fields {
  const result: Fields = {}
  for (const [key, child] of Object.entries(fields)) {
    if (key === ".") continue
    const old = fieldValue(before, key, shape, path)
    const now = fieldValue(after, key, shape, path)
    if (old === undefined) result[key] = child
    else if (isLeaf(child)) {
      if (!sameJson(old, now)) result[key] = child
    } else {
      const inside = changed(child, old, now, shape, stepPath(path, key))
      if (!isLeaf(inside)) result[key] = inside
    }
  }
  return result
}
