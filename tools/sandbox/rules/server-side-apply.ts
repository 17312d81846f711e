import { isObject, type Json, type JsonObject, sameJson } from "../json"
import { type Fields, fieldValue, isLeaf, stepPath } from "./fields"
import { itemKey, keyedItems, type Shape } from "./shape"

/** The live value merged with the applied one: maps and keyed lists are merged, the rest is replaced. */
export function mergeApplied(
  live: Json | undefined,
  applied: Json,
  shape: Shape,
  path: readonly string[] = [],
): Json {
  if (isObject(applied)) {
    const base = isObject(live) && !shape.isWholeMap(path) ? live : {}
    return mergeMaps(base, applied, shape, path)
  }
  if (Array.isArray(applied) && Array.isArray(live)) return mergeLists(live, applied, shape, path)
  return applied
}

function mergeMaps(live: JsonObject, applied: JsonObject, shape: Shape, path: readonly string[]): JsonObject {
  const result = { ...live }
  for (const [name, value] of Object.entries(applied)) {
    if (value === undefined || value === null) continue
    result[name] = mergeApplied(live[name], value, shape, [...path, name])
  }
  return result
}

function mergeLists(live: Json[], applied: Json[], shape: Shape, path: readonly string[]): Json[] {
  const rule = shape.list(path)
  if (rule.by === "whole") return applied
  if (rule.by === "value")
    return [...live, ...applied.filter((item) => !live.some((has) => sameJson(has, item)))]
  const liveItems = keyedItems(live, rule.keys)
  const appliedItems = keyedItems(applied, rule.keys)
  if (liveItems === null || appliedItems === null) return applied
  return inAppliedOrder(liveItems, appliedItems).map((key) => {
    const item = appliedItems.get(key)
    const before = liveItems.get(key)
    return item === undefined ? (before ?? null) : mergeApplied(before, item, shape, path)
  })
}

/** Applied items keep their order; items added by others stay behind the item they followed. */
function inAppliedOrder(live: ReadonlyMap<string, Json>, applied: ReadonlyMap<string, Json>): string[] {
  const order = [...applied.keys()]
  let previous = -1
  for (const key of live.keys()) {
    const at = order.indexOf(key)
    if (at >= 0) previous = at
    else order.splice(++previous, 0, key)
  }
  return order
}

/**
 * Removes what a manager no longer applies, unless another set of fields (what it applies now, or what another manager owns)
 * still contains it or a part of it.
 */
export function removeFields(
  value: Json,
  dropped: Fields,
  retained: readonly Fields[],
  shape: Shape,
  path: readonly string[] = [],
): Json {
  if (isObject(value)) return removeFromMap(value, dropped, retained, shape, path)
  return Array.isArray(value) ? removeFromList(value, dropped, retained, shape, path) : value
}

const childrenOf = (retained: readonly Fields[], key: string): Fields[] =>
  retained.flatMap((fields) => fields[key] ?? [])

function removeFromMap(
  map: JsonObject,
  dropped: Fields,
  retained: readonly Fields[],
  shape: Shape,
  path: readonly string[],
): JsonObject {
  const result = { ...map }
  for (const [key, child] of Object.entries(dropped)) {
    if (!key.startsWith("f:")) continue
    const name = key.slice(2)
    const value = result[name]
    const remaining = childrenOf(retained, key)
    if (value === undefined) continue
    if (remaining.length === 0) delete result[name]
    else if (!isLeaf(child)) result[name] = removeFields(value, child, remaining, shape, [...path, name])
  }
  return result
}

function removeFromList(
  list: Json[],
  dropped: Fields,
  retained: readonly Fields[],
  shape: Shape,
  path: readonly string[],
): Json[] {
  const rule = shape.list(path)
  if (rule.by === "whole") return list
  return list.flatMap((item) => {
    const key = rule.by === "value" ? `v:${JSON.stringify(item)}` : `k:${itemKey(item, rule.keys)}`
    const child = dropped[key]
    if (child === undefined) return [item]
    const remaining = childrenOf(retained, key)
    return remaining.length === 0 ? [] : [removeFields(item, child, remaining, shape, path)]
  })
}

/** One field that another manager owns with another value; `keys` is its path in the field set. */
export type FieldConflict = { keys: string[]; field: string }

export function findConflicts(
  applied: Fields,
  other: Fields,
  live: Json | undefined,
  merged: Json | undefined,
  shape: Shape,
): FieldConflict[] {
  return conflicts(applied, other, { live, merged: merged, shape, path: [], keys: [] })
}

type FieldPosition = {
  live: Json | undefined
  merged: Json | undefined
  shape: Shape
  path: readonly string[]
  keys: string[]
}

function conflicts(applied: Fields, other: Fields, position: FieldPosition): FieldConflict[] {
  return Object.entries(applied).flatMap(([key, appliedValue]) => {
    const theirs = other[key]
    if (key === "." || theirs === undefined) return []
    const inside: FieldPosition = {
      ...position,
      live: fieldValue(position.live, key, position.shape, position.path),
      merged: fieldValue(position.merged, key, position.shape, position.path),
      path: stepPath(position.path, key),
      keys: [...position.keys, key],
    }
    if (!isLeaf(appliedValue) && !isLeaf(theirs)) return conflicts(appliedValue, theirs, inside)
    return sameJson(inside.live, inside.merged) ? [] : [{ keys: inside.keys, field: readable(inside.keys) }]
  })
}

/** Formats a path, such as `.spec.template.spec.containers[name="app"].image`. */
function readable(keys: readonly string[]): string {
  return keys
    .map((key) => {
      if (key.startsWith("f:")) return `.${key.slice(2)}`
      if (key.startsWith("v:")) return `[=${key.slice(2)}]`
      const pairs: Json = JSON.parse(key.slice(2))
      const named = Object.entries(isObject(pairs) ? pairs : {}).map(
        ([name, value]) => `${name}=${JSON.stringify(value)}`,
      )
      return `[${named.join(",")}]`
    })
    .join("")
}

/** A field set that contains a single path. */
export function onlyPath(keys: readonly string[]): Fields {
  const [key, ...rest] = keys
  return key === undefined ? {} : { [key]: onlyPath(rest) }
}
