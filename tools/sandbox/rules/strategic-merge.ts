import { isObject, type Json, type JsonObject, listAt, sameJson } from "../json"
import { itemKey, type Shape } from "./shape"

/** Kubernetes' strategic merge: like a merge patch, but lists with a key are merged item by item. */
export function strategicMerge(
  target: Json | undefined,
  patch: Json,
  shape: Shape,
  path: readonly string[] = [],
): Json {
  if (!isObject(patch)) return patch
  if (patch.$patch === "replace") return withoutDirectives(patch)
  if (patch.$patch === "delete") return {}
  let result: JsonObject = isObject(target) ? { ...target } : {}
  const retained = listAt(patch, "$retainKeys")
  if (retained.length > 0) {
    result = Object.fromEntries(Object.entries(result).filter(([name]) => retained.includes(name)))
  }
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || name.startsWith("$")) continue
    if (value === null) delete result[name]
    else result[name] = patchField(result[name], value, shape, [...path, name])
  }
  return applyListDirectives(result, patch, shape, path)
}

function patchField(old: Json | undefined, value: Json, shape: Shape, path: readonly string[]): Json {
  if (Array.isArray(value)) return patchList(Array.isArray(old) ? old : [], value, shape, path)
  return strategicMerge(old, value, shape, path)
}

/** Go's merge key is one field: the first of the keys that server-side apply uses. */
function mergeKey(shape: Shape, path: readonly string[]): string | null {
  const rule = shape.list(path)
  return rule.by === "key" ? (rule.keys[0] ?? null) : null
}

function patchList(old: Json[], patch: Json[], shape: Shape, path: readonly string[]): Json[] {
  if (shape.list(path).by === "value")
    return [...old, ...patch.filter((item) => !old.some((existing) => sameJson(existing, item)))]
  const key = mergeKey(shape, path)
  const items = patch.filter(
    (item) => !(isObject(item) && item.$patch === "replace" && Object.keys(item).length === 1),
  )
  if (key === null || items.length < patch.length) return items.map(withoutDirectives)
  let result = [...old]
  for (const item of items) {
    const identity = itemKey(item, [key])
    const index = result.findIndex((existing) => itemKey(existing, [key]) === identity)
    if (isObject(item) && item.$patch === "delete") result = result.filter((_, at) => at !== index)
    else if (index < 0) result.push(withoutDirectives(item))
    else result[index] = strategicMerge(result[index], item, shape, path)
  }
  return result
}

function applyListDirectives(
  map: JsonObject,
  patch: JsonObject,
  shape: Shape,
  path: readonly string[],
): JsonObject {
  const result = { ...map }
  for (const [directive, value] of Object.entries(patch)) {
    const [kind, name] = directive.split("/")
    const list = name === undefined ? undefined : result[name]
    if (name === undefined || !Array.isArray(list) || !Array.isArray(value)) continue
    if (kind === "$deleteFromPrimitiveList") {
      result[name] = list.filter((item) => !value.some((deleted) => sameJson(deleted, item)))
    }
    if (kind === "$setElementOrder") result[name] = inOrder(list, value, mergeKey(shape, [...path, name]))
  }
  return result
}

/** Items in the requested order; items that the order does not name keep their place after their neighbor. */
function inOrder(list: Json[], order: Json[], key: string | null): Json[] {
  const identity = (item: Json) => (key === null ? JSON.stringify(item) : (itemKey(item, [key]) ?? ""))
  const rank = new Map(order.map((item, index) => [identity(item), index]))
  let previous = -1
  const positioned = list.map((item) => {
    previous = rank.get(identity(item)) ?? previous
    return { item, at: previous }
  })
  return positioned.sort((a, b) => a.at - b.at).map(({ item }) => item)
}

function withoutDirectives(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDirectives)
  if (!isObject(value)) return value
  const content = Object.entries(value).filter(([name, child]) => !name.startsWith("$") && child !== null)
  return Object.fromEntries(
    content.map(([name, child]) => [name, child === undefined ? child : withoutDirectives(child)]),
  )
}
