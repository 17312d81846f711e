import { keysOf, toPointer } from "@/lib/platform/pointer"

/** Keys from the root of the values. */
export type ValuePath = readonly string[]
export type Values = Readonly<Record<string, unknown>>

/** Values in a form. They are parsed only when edited, because the YAML parser is 38 kB. */
export interface TypedValues {
  /** As YAML; null: the unedited `values`. */
  text: string | null
  /** Null: the text is invalid. */
  values: Values | null
}

export const noValues: TypedValues = { text: "", values: {} }

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

/** A value on one line, for table columns; a missing value is a dash. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "–"
  if (value === "") return '""'
  return typeof value === "string" ? value : JSON.stringify(value)
}

type FieldKind = "text" | "number" | "integer" | "boolean" | "choice" | "yaml"
type Scalar = string | number | boolean | null

export interface ValueField {
  path: ValuePath
  /** The pointer of the path; unique. */
  key: string
  /** The schema's title, or the last key. */
  label: string
  description: string | null
  kind: FieldKind
  choices: readonly Scalar[]
  minimum: number | null
  maximum: number | null
  /** Never shown after it is saved. */
  secret: boolean
  /** Must be set: the chart has no default. */
  required: boolean
  /** The chart's default; undefined when it has none. */
  fallback: unknown
}

const maxDepth = 8

/**
 * The form fields for a chart's values: those described by values.schema.json in its order, then those only in
 * values.yaml. Values that no form field can represent (lists, free-form maps, alternatives) are of kind "yaml".
 */
export function listValueFields(schema: Values | null, defaults: Values): ValueField[] {
  return collectFields({ root: schema ?? {}, defaults }, schema ?? {}, [], false)
}

interface Chart {
  root: Values
  defaults: Values
}

function collectFields(chart: Chart, schema: Values, path: ValuePath, secret: boolean): ValueField[] {
  const described = isMap(schema.properties) ? schema.properties : {}
  const defaults = path.length === 0 ? chart.defaults : valueAt(chart.defaults, path)
  const keys = new Set([...Object.keys(described), ...(isMap(defaults) ? Object.keys(defaults) : [])])
  const required = Array.isArray(schema.required) ? schema.required : []
  return [...keys].flatMap((key) => {
    const child = resolve(chart.root, described[key])
    const hidden = secret || child.writeOnly === true || child.format === "password"
    const below = [...path, key]
    if (isBranch(child, valueAt(chart.defaults, below)) && below.length < maxDepth) {
      return collectFields(chart, child, below, hidden)
    }
    return [buildField(chart, child, below, { secret: hidden, required: required.includes(key) })]
  })
}

function isBranch(schema: Values, value: unknown): boolean {
  if (isMap(schema.properties) && Object.keys(schema.properties).length > 0) return true
  return schema.type === undefined && isMap(value) && Object.keys(value).length > 0
}

function buildField(
  chart: Chart,
  schema: Values,
  path: ValuePath,
  { secret, required }: { secret: boolean; required: boolean },
): ValueField {
  const defaultValue = valueAt(chart.defaults, path)
  const fallback = defaultValue === undefined ? schema.default : defaultValue
  const choices = Array.isArray(schema.enum) ? schema.enum.filter(isScalar) : []
  return {
    path,
    key: toPointer(path),
    label: typeof schema.title === "string" ? schema.title : (path.at(-1) ?? ""),
    description: typeof schema.description === "string" ? schema.description : null,
    kind: choices.length > 0 ? "choice" : kindOf(schema, fallback),
    choices,
    minimum: typeof schema.minimum === "number" ? schema.minimum : null,
    maximum: typeof schema.maximum === "number" ? schema.maximum : null,
    secret,
    // Helm removes nulls before it validates, and does not apply the schema's defaults.
    required: required && (defaultValue === undefined || defaultValue === null),
    fallback,
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value)
}

const kinds: Record<string, FieldKind> = {
  string: "text",
  number: "number",
  integer: "integer",
  boolean: "boolean",
}

/** Follows the schema's type apart from `null`, or else the chart's default. */
function kindOf(schema: Values, fallback: unknown): FieldKind {
  const types = [schema.type].flat().filter((type) => typeof type === "string" && type !== "null")
  const [type] = types
  if (types.length === 1 && typeof type === "string") return kinds[type] ?? "yaml"
  if (types.length > 1) return types.includes("string") ? "text" : "yaml"
  if (isMap(schema) && ("oneOf" in schema || "anyOf" in schema || "allOf" in schema)) return "yaml"
  return kinds[typeof fallback] ?? "yaml"
}

/** Resolves `$ref` within the document; a broken or circular reference describes nothing. */
function resolve(root: Values, schema: unknown, hops = 0): Values {
  if (!isMap(schema)) return {}
  const reference = schema.$ref
  if (typeof reference !== "string") return schema
  if (!reference.startsWith("#/") || hops > 5) return {}
  const { $ref, ...siblings } = schema
  return { ...resolve(root, valueAt(root, keysOf(reference.slice(1))), hops + 1), ...siblings }
}
