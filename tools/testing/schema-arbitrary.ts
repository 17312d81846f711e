import fc from "fast-check"
import type { SchemaShape } from "@/lib/web/http/openapi-reference"

export type JsonSchema = SchemaShape
export const parseSchema = (schema: unknown): JsonSchema => Object(schema ?? {})

/** Strings that a fresh installation knows, so that requests pass the first check. */
const knownValues = [
  "dev",
  "staging",
  "prod",
  "v1.2.3",
  "1.0.0",
  "platform",
  "main",
  "abc1234",
  "demo/app",
  "__proto__",
]

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...knownValues) },
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", " ", "\0", "%", "%zz", "../..", "\u001b[2J", "=1+1", "a".repeat(5_000)),
  },
)

const formats: Record<string, fc.Arbitrary<unknown>> = {
  "date-time": fc
    .date({
      min: new Date("1969-01-01T00:00:00Z"),
      max: new Date("2101-01-01T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString()),
  uuid: fc.uuid(),
  email: fc.emailAddress(),
  uri: fc.webUrl(),
}

/** Values of another type than any schema expects. */
const odd = fc.oneof(fc.constantFrom(null, true, -1, 0.5, 1e308, [], {}, [[]]), text)

/** Values that mostly match a schema, and sometimes do not. `resolve` resolves a `$ref`. */
export function arbitraryOf(
  schema: JsonSchema,
  resolve: (ref: string) => JsonSchema,
  depth = 0,
): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema, resolve, depth) }, { weight: 1, arbitrary: odd })
}

function fitting(
  schema: JsonSchema,
  resolve: (ref: string) => JsonSchema,
  depth: number,
): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => arbitraryOf(one, resolve, depth + 1)
  if (depth > 6) return fc.constant(null)
  if (schema.$ref !== undefined) return inner(resolve(schema.$ref))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices !== undefined) return fc.oneof(...choices.map(inner))
  const types = [schema.type ?? "any"].flat()
  return fc.oneof(...types.map((type) => ofType(type, schema, inner)))
}

function ofType(type: string, schema: JsonSchema, inner: (schema: JsonSchema) => fc.Arbitrary<unknown>) {
  switch (type) {
    case "string":
      return formats[schema.format ?? ""] ?? text
    case "integer":
    case "number":
      return fc.oneof(
        fc.integer({
          min: Math.max(schema.minimum ?? 0, -1_000),
          max: Math.min(schema.maximum ?? 1_000, 1_000_000),
        }),
        fc.constantFrom(schema.minimum ?? 0, schema.maximum ?? 1, Number.MAX_SAFE_INTEGER),
      )
    case "boolean":
      return fc.boolean()
    case "null":
      return fc.constant(null)
    case "array":
      return fc.array(inner(schema.items ?? {}), { maxLength: 4 })
    case "object":
      return objectOf(schema, inner)
    default:
      return odd
  }
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  inner: (schema: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, inner(field)]))
  const declared = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) })
  const others = typeof additionalProperties === "object" ? inner(additionalProperties) : odd
  const extra = fc.dictionary(text, others, {
    maxKeys: additionalProperties === undefined || additionalProperties === false ? 1 : 3,
  })
  const withExtra = fc.tuple(declared, extra).map(([one, other]) => ({ ...other, ...one }))
  if (typeof additionalProperties === "object" && Object.keys(fields).length === 0) return withExtra
  return fc.oneof({ weight: 6, arbitrary: declared }, { weight: 1, arbitrary: withExtra })
}
