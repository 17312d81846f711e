import { Ajv, type ErrorObject, type Options } from "ajv"
import { Ajv2019 } from "ajv/dist/2019.js"
import { Ajv2020 } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import type { FieldError } from "@/lib/platform/errors"
import { formatQuantity } from "@/lib/platform/format"
import { isMap } from "@/lib/platform/json-values"
import { toPointer } from "@/lib/platform/pointer"
import { type ChartValues, coalesceValues, type Values } from "./merge-values"
import { usableSchema } from "./usable-schema"

type Check = { chart: ChartNode; overrides: Values }

/** Validates values against the schemas of a chart in a worker thread: schema patterns can take arbitrarily long. */
export default function checkValuesTask({ chart, overrides }: Check): ValidatedValues {
  return validateValues(coalesceValues(chart, overrides))
}

type ValidatedValues = {
  /** RFC 6901 pointers into the values of the release. Messages never contain values. */
  errors: FieldError[]
  /** The charts whose schema could not be checked, or only in part. */
  unchecked: string[]
}

const maxErrors = 50

/** Validates the values of a chart and its subcharts against their values.schema.json files. */
export function validateValues(charts: readonly ChartValues[]): ValidatedValues {
  const errors: FieldError[] = []
  const unchecked: string[] = []
  for (const { chart, values, path } of charts) {
    for (const { name } of chart.subcharts) {
      if (name in values && !isMap(values[name])) {
        errors.push({
          pointer: toPointer([...path, name]),
          message: "Must be a map with the values of the subchart.",
        })
      }
    }
    if (chart.schema === null) continue
    const { violations, isPartial } = validateAgainst(chart.schema, values)
    if (isPartial) unchecked.push(chart.name)
    errors.push(
      ...violations.map(({ pointer, message }) => ({ pointer: `${toPointer(path)}${pointer}`, message })),
    )
  }
  return { errors: errors.slice(0, maxErrors), unchecked }
}

function validateAgainst(
  rawSchema: Values,
  values: Values,
): { violations: FieldError[]; isPartial: boolean } {
  try {
    const { schema, isPartial } = usableSchema(rawSchema)
    const validate = compilerFor(rawSchema).compile(schema)
    const violations = validate(values) ? [] : (validate.errors ?? []).slice(0, maxErrors).map(toFieldError)
    return { violations, isPartial }
  } catch {
    // An invalid JSON Schema, or one with a broken internal reference.
    return { violations: [], isPartial: true }
  }
}

const options: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  validateSchema: false,
  logger: false,
}

/** Like Helm, checks formats only in dialects before 2019-09; a schema without a dialect uses the newest. */
function compilerFor({ $schema }: Values): Ajv {
  const dialect = String($schema ?? "")
  if (dialect.includes("2019-09")) return new Ajv2019({ ...options, validateFormats: false })
  if (dialect.includes("2020-12")) return new Ajv2020({ ...options, validateFormats: false })
  if (dialect === "") return new Ajv({ ...options, validateFormats: false })
  const ajv = new Ajv(options)
  addFormats.default(ajv)
  return ajv
}

function toFieldError({ instancePath, keyword, params, data }: ErrorObject): FieldError {
  const propertyName: unknown =
    keyword === "required"
      ? params.missingProperty
      : keyword === "additionalProperties" || keyword === "unevaluatedProperties"
        ? (params.additionalProperty ?? params.unevaluatedProperty)
        : null
  const below = typeof propertyName === "string" ? toPointer([propertyName]) : ""
  const message = messages[keyword]?.(params, kindOf(data)) ?? "Does not fit the chart's schema."
  return { pointer: `${instancePath}${below}`, message }
}

/** What is expected. Mentions only the type of the sent value, which may be a secret. */
const messages: Record<string, (params: ErrorObject["params"], actual: string) => string> = {
  required: () => "Required.",
  additionalProperties: () => "Unknown value.",
  unevaluatedProperties: () => "Unknown value.",
  type: ({ type }, actual) => `Must be ${[type].flat().map(typeLabel).join(" or ")}, not ${actual}.`,
  enum: ({ allowedValues }) =>
    `Must be one of ${[allowedValues]
      .flat()
      .map((one) => JSON.stringify(one))
      .join(", ")}.`,
  const: ({ allowedValue }) => `Must be ${JSON.stringify(allowedValue)}.`,
  minimum: ({ limit }) => `Must be at least ${limit}.`,
  maximum: ({ limit }) => `Must be at most ${limit}.`,
  exclusiveMinimum: ({ limit }) => `Must be more than ${limit}.`,
  exclusiveMaximum: ({ limit }) => `Must be less than ${limit}.`,
  multipleOf: ({ multipleOf }) => `Must be a multiple of ${multipleOf}.`,
  minLength: ({ limit }) => `Must have at least ${formatQuantity(limit, "character")}.`,
  maxLength: ({ limit }) => `Must have at most ${formatQuantity(limit, "character")}.`,
  minItems: ({ limit }) => `Must have at least ${formatQuantity(limit, "item")}.`,
  maxItems: ({ limit }) => `Must have at most ${formatQuantity(limit, "item")}.`,
  minProperties: ({ limit }) => `Must have at least ${formatQuantity(limit, "entry", "entries")}.`,
  maxProperties: ({ limit }) => `Must have at most ${formatQuantity(limit, "entry", "entries")}.`,
  uniqueItems: () => "Must not contain duplicate items.",
  pattern: ({ pattern }) => `Must match the pattern ${pattern}.`,
  format: ({ format }) => `Must be a valid ${format}.`,
  anyOf: () => "Must fit at least one of the alternatives in the chart's schema.",
  oneOf: () => "Must fit exactly one of the alternatives in the chart's schema.",
  not: () => "Must not be what the chart's schema excludes.",
  if: ({ failingKeyword }) => `Must fit the "${failingKeyword}" branch of the chart's schema.`,
  dependencies: dependencyMessage,
  dependentRequired: dependencyMessage,
  propertyNames: ({ propertyName }) => `The name ${JSON.stringify(propertyName)} is not allowed here.`,
  contains: ({ minContains }) =>
    `Must have at least ${formatQuantity(minContains, "item")} of the kind that the chart needs.`,
  additionalItems: ({ limit }) => `Must have at most ${formatQuantity(limit, "item")}.`,
  unevaluatedItems: ({ len }) => `Must have at most ${formatQuantity(len, "item")}.`,
  "false schema": () => "The chart has no such value.",
}

function dependencyMessage({ property, missingProperty }: ErrorObject["params"]): string {
  return `${JSON.stringify(property)} needs ${JSON.stringify(missingProperty)} as well.`
}

function kindOf(value: unknown): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return typeLabel("array")
  return typeLabel(typeof value)
}

const typeLabels: Record<string, string> = {
  string: "a string",
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
}
const typeLabel = (type: unknown) => typeLabels[String(type)] ?? String(type)
