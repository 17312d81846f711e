import { looksSecret } from "./looks-secret"

type Json = unknown
type Schema = Record<string, unknown>
type Visit = (leaf: string, isSecret: boolean) => unknown

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * Rebuilds values with every text and number passed through `visit`, with whether it is secret: its key, or one above it,
 * looks so; it is the `value` of a named entry whose name does; or the chart's schema marks it writeOnly or as a
 * password.
 */
export function visitValues(values: Json, schema: Json, visit: Visit, isSecret = false): unknown {
  const secret = isSecret || marksSecret(schema)
  if (typeof values === "string") return visit(values, secret)
  if (typeof values === "number") return secret ? visit(String(values), true) : values
  if (Array.isArray(values)) {
    return values.map((inner) => visitValues(inner, under(schema, "items"), visit, secret))
  }
  if (!isObject(values)) return values
  const named = typeof values.name === "string" && looksSecret(values.name, values.value)
  return Object.fromEntries(
    Object.entries(values).map(([key, inner]) => {
      const here = secret || (leafsOf(key, inner) && looksSecret(key, inner)) || (named && key === "value")
      return [key, visitValues(inner, propertyOf(schema, key), visit, here)]
    }),
  )
}

/** `secretKeyRef: {name, key}` and similar describe the location of a secret. */
function leafsOf(key: string, inner: Json): boolean {
  const isReference = isObject(inner) && typeof inner.name === "string" && "key" in inner
  return !(isReference || (key === "key" && typeof inner === "string"))
}

/** The secret texts of values, by key and by schema. */
export function secretsInValues(values: Json, schema: Json): string[] {
  const found: string[] = []
  visitValues(values, schema, (leaf, isSecret) => {
    if (isSecret && leaf !== "") found.push(leaf)
    return leaf
  })
  return found
}

/** All texts in values, secret or not. */
export function textsInValues(values: Json): string[] {
  const found: string[] = []
  visitValues(values, null, (leaf) => {
    found.push(leaf)
    return leaf
  })
  return found
}

function marksSecret(schema: Json): boolean {
  return isObject(schema) && (schema.writeOnly === true || schema.format === "password")
}

function under(schema: Json, key: string): Json {
  return isObject(schema) ? schema[key] : null
}

function propertyOf(schema: Json, key: string): Schema | null {
  if (!isObject(schema)) return null
  const { properties, additionalProperties } = schema
  if (isObject(properties) && isObject(properties[key])) return properties[key]
  return isObject(additionalProperties) ? additionalProperties : null
}
