export type Json = string | number | boolean | null | Json[] | JsonObject
export type JsonObject = { [field: string]: Json | undefined }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** The value at a path of fields; undefined if the path ends early. */
export function valueAt(root: Json | undefined, ...path: string[]): Json | undefined {
  let value = root
  for (const field of path) {
    if (!isObject(value) || !Object.hasOwn(value, field)) return undefined
    value = value[field]
  }
  return value
}

export function objectAt(root: Json | undefined, ...path: string[]): JsonObject {
  const value = valueAt(root, ...path)
  return isObject(value) ? value : {}
}

export function listAt(root: Json | undefined, ...path: string[]): Json[] {
  const value = valueAt(root, ...path)
  return Array.isArray(value) ? value : []
}

export function textAt(root: Json | undefined, ...path: string[]): string | undefined {
  const value = valueAt(root, ...path)
  return typeof value === "string" ? value : undefined
}

export function numberAt(root: Json | undefined, ...path: string[]): number | undefined {
  const value = valueAt(root, ...path)
  return typeof value === "number" ? value : undefined
}

export function textsAt(root: Json | undefined, ...path: string[]): Record<string, string> {
  const entries = Object.entries(objectAt(root, ...path))
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  )
}

/** A copy with one value set at a path; undefined removes the field. */
export function withValue<T extends JsonObject>(
  root: T,
  path: readonly string[],
  value: Json | undefined,
): T {
  const [field, ...rest] = path
  if (field === undefined) return root
  const copy = { ...root }
  const next = rest.length === 0 ? value : withValue(objectAt(root, field), rest, value)
  if (next === undefined) delete copy[field]
  else Object.assign(copy, { [field]: next })
  return copy
}

/** Fields in a canonical order, so that equal values give equal text. */
export function canonical(value: Json | undefined): string {
  return (
    JSON.stringify(value, (_, inner: Json) =>
      isObject(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? "null"
  )
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonical(a) === canonical(b)
}
