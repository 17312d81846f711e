import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from "../json"

/** How a list is merged: by the key fields of its items, as a set of values, or always as a whole. */
export type ListRule = { by: "key"; keys: readonly string[] } | { by: "value" } | { by: "whole" }

/** The merge rules of a kind's schema. A path contains field names only; list positions are omitted. */
export type Shape = {
  list: (path: readonly string[]) => ListRule
  isWholeMap: (path: readonly string[]) => boolean
}

const wholeRule: ListRule = { by: "whole" }
const byKey = (...keys: string[]): ListRule => ({ by: "key", keys })

const byFieldName: Record<string, ListRule> = {
  containers: byKey("name"),
  initContainers: byKey("name"),
  ephemeralContainers: byKey("name"),
  env: byKey("name"),
  volumes: byKey("name"),
  imagePullSecrets: byKey("name"),
  secrets: byKey("name"),
  resourceClaims: byKey("name"),
  webhooks: byKey("name"),
  volumeMounts: byKey("mountPath"),
  volumeDevices: byKey("devicePath"),
  conditions: byKey("type"),
  hostAliases: byKey("ip"),
  topologySpreadConstraints: byKey("topologyKey", "whenUnsatisfiable"),
  ownerReferences: byKey("uid"),
  finalizers: { by: "value" },
}

const wholeMaps = new Set([
  "selector",
  "nodeSelector",
  "labelSelector",
  "namespaceSelector",
  "secretKeyRef",
  "configMapKeyRef",
  "fieldRef",
  "resourceFieldRef",
  "roleRef",
  "claimRef",
])

/** Built-in kinds: the merge keys of a field name are the same everywhere, except for ports. */
export const builtInShape: Shape = {
  list: (path) => {
    const name = path.at(-1) ?? ""
    if (name === "ports") {
      if (/containers$/i.test(path.at(-2) ?? "")) return byKey("containerPort", "protocol")
      return path.at(-2) === "spec" ? byKey("port", "protocol") : wholeRule
    }
    return byFieldName[name] ?? wholeRule
  },
  isWholeMap: (path) => wholeMaps.has(path.at(-1) ?? ""),
}

/** A custom resource: the rules of its CRD's schema; the metadata follows the built-in rules. */
export function customShape(schema: JsonObject): Shape {
  const at = (path: readonly string[]) => path.reduce(step, schema)
  return {
    list: (path) => {
      if (path[0] === "metadata") return builtInShape.list(path)
      const listRule = at(path)
      const listType = textAt(listRule, "x-kubernetes-list-type")
      if (listType === "set") return { by: "value" }
      const keys = listAt(listRule, "x-kubernetes-list-map-keys").filter((key) => typeof key === "string")
      return listType === "map" && keys.length > 0 ? byKey(...keys) : wholeRule
    },
    isWholeMap: (path) => textAt(at(path), "x-kubernetes-map-type") === "atomic",
  }
}

function step(schema: JsonObject, field: string): JsonObject {
  const items = objectAt(schema, "items")
  const inside = Object.keys(items).length > 0 ? items : schema
  const named = objectAt(inside, "properties", field)
  return Object.keys(named).length > 0 ? named : objectAt(inside, "additionalProperties")
}

const defaultOfKey: Record<string, Json> = { protocol: "TCP" }

/** The key of a list item as canonical JSON, or null if a key field is missing. */
export function itemKey(item: Json, keys: readonly string[]): string | null {
  if (!isObject(item)) return null
  const pairs: [string, Json][] = []
  for (const key of keys) {
    const value = item[key] ?? defaultOfKey[key]
    if (value === undefined) return null
    pairs.push([key, value])
  }
  return JSON.stringify(Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** Items by key in their order; null if an item has no key or two share one: then the list is merged as a whole. */
export function keyedItems(list: readonly Json[], keys: readonly string[]): Map<string, Json> | null {
  const items = new Map<string, Json>()
  for (const item of list) {
    const key = itemKey(item, keys)
    if (key === null || items.has(key)) return null
    items.set(key, item)
  }
  return items
}
