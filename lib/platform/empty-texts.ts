import { z } from "zod"

type Schema = z.core.$ZodType

/**
 * The value without its empty optional strings: programs that fill in a template send "" for missing data. An empty
 * string in a required field or as an entry of a map is kept and validated.
 */
export function withoutEmptyTexts(schema: Schema, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value
  const inner = unwrap(schema)
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item) => withoutEmptyTexts(typeIn(inner.element), item))
  }
  if (inner instanceof z.ZodUnion) {
    const option = optionFor(inner, value)
    return option === undefined ? value : withoutEmptyTexts(option, value)
  }
  return inner instanceof z.ZodObject && !Array.isArray(value) ? withoutEmptyFields(inner, value) : value
}

/** Iterates over the fields of the schema only: a body may have tens of thousands of others. */
function withoutEmptyFields(schema: z.ZodObject, value: object): object {
  let copy: object | null = null
  for (const key of Object.keys(schema.shape)) {
    if (!Object.hasOwn(value, key)) continue
    const fieldSchema: unknown = schema.shape[key]
    if (!(fieldSchema instanceof z.ZodType)) continue
    const field: unknown = Reflect.get(value, key)
    const isAbsent = field === "" && fieldSchema._zod.optin !== undefined
    const cleaned = isAbsent ? undefined : withoutEmptyTexts(fieldSchema, field)
    if (cleaned === field) continue
    copy ??= { ...value }
    if (isAbsent) Reflect.deleteProperty(copy, key)
    else Reflect.set(copy, key, cleaned)
  }
  return copy ?? value
}

/**
 * The fields of an object's schema, also below transforms, defaults and similar wrappers; none for other schemas. `value`
 * selects the option of a union.
 */
export function schemaFields(schema: Schema, value: unknown = {}): Record<string, Schema> {
  const unwrapped = unwrap(schema)
  const option =
    unwrapped instanceof z.ZodUnion ? unwrap(optionFor(unwrapped, Object(value)) ?? unwrapped) : unwrapped
  return option instanceof z.ZodObject ? option.shape : {}
}

export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema {
  const [key, ...rest] = path
  if (key === undefined) return schema
  const inner = unwrap(schema)
  const next: unknown = inner instanceof z.ZodArray ? inner.element : Reflect.get(schemaFields(inner), key)
  return next instanceof z.ZodType ? schemaAt(next, rest) : z.unknown()
}

function unwrap(schema: Schema): Schema {
  const { def } = schema._zod
  const inner: unknown =
    Reflect.get(def, "innerType") ?? (schema instanceof z.ZodPipe ? schema.in : undefined)
  return inner instanceof z.ZodType ? unwrap(inner) : schema
}

const typeIn = (type: unknown): Schema => (type instanceof z.ZodType ? type : z.unknown())

/** The option whose discriminator the value names; for other unions, the object option if there is exactly one. */
function optionFor(union: z.ZodUnion, value: object): Schema | undefined {
  const options = union.options.map((option) => unwrap(typeIn(option)))
  const discriminator: unknown = Reflect.get(union._zod.def, "discriminator")
  if (typeof discriminator !== "string") return options.find((option) => option instanceof z.ZodObject)
  const discriminatorValue: unknown = Reflect.get(value, discriminator)
  return options.find((option) => {
    const field = schemaFields(option)[discriminator]
    return field !== undefined && z.safeParse(field, discriminatorValue).success
  })
}
