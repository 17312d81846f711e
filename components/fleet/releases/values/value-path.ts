/** Keys from the root of the values. */
export type ValuePath = readonly string[]
export type Values = Readonly<Record<string, unknown>>

/** How the API masks a secret value. Sent back unchanged, it keeps the stored value. */
export const maskedValue = "••••••••"

export function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function valueAt(values: Values, path: ValuePath): unknown {
  let value: unknown = values
  for (const key of path) {
    if (!isMap(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** The RFC 6901 pointer: `["a", "b/c"]` → `/a/b~1c`. */
export function pointerOf(path: ValuePath): string {
  return path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")
}

/** A value on one line, for table columns; a missing value is a dash. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "–"
  if (value === "") return '""'
  return typeof value === "string" ? value : JSON.stringify(value)
}
