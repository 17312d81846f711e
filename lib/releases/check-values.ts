import { Ajv, type ErrorObject, type Options } from "ajv"
import { Ajv2019 } from "ajv/dist/2019.js"
import { Ajv2020 } from "ajv/dist/2020.js"
import standaloneCode from "ajv/dist/standalone/index.js"
import addFormats from "ajv-formats"
import { DomainError, type FieldError } from "@/lib/errors"
import { log } from "@/lib/log"
import type { Values } from "./merge-values"
import { validateApart } from "./validate-apart"

const options: Options = {
  allErrors: true,
  strict: false,
  validateSchema: false,
  logger: false,
  code: { source: true },
}
const mostErrors = 50
const tooSlow =
  "Could not be checked in time: a pattern of the chart's values.schema.json takes too long for them. Change the values, or have the chart mended."

/**
 * Throws a 422 that names each value the chart's values.schema.json refuses, by pointers below `pointer`. No value is
 * repeated. A schema that cannot be read here is left to Helm, which judges by it too.
 */
export async function checkValues(schema: Values | null, values: Values, pointer: string): Promise<void> {
  if (schema === null) return
  const errors = (await errorsOf(schema, values)).map(
    ({ pointer: inner, message }): FieldError => ({ pointer: `${pointer}${inner}`, message }),
  )
  if (errors.length === 0) return
  const sentences = errors.map((error) => `${error.pointer}: ${error.message}`)
  throw new DomainError("invalid", `The values do not fit the chart's schema. ${sentences.join(" ")}`, {
    code: "values_refused",
    errors,
  })
}

/** RFC 6901 pointers into the values, and why. Patterns that take too long are an error about all values. */
export async function errorsOf(schema: Values, values: Values): Promise<FieldError[]> {
  try {
    const ajv = compilerFor(schema)
    const validate = ajv.compile(withoutDialect(schema))
    if (hasPatterns(schema)) {
      const errors = await validateApart(standaloneCode(ajv, validate), values, mostErrors)
      return errors?.map(toFieldError) ?? [{ pointer: "", message: tooSlow }]
    }
    return validate(values) ? [] : (validate.errors ?? []).slice(0, mostErrors).map(toFieldError)
  } catch (error) {
    log.info(
      { reason: error instanceof Error ? error.message : "unknown" },
      "A chart's schema is left to Helm",
    )
    return []
  }
}

/** A pattern such as ^(a+)+$ takes time that doubles with every letter of a value. */
const hasPatterns = (schema: Values) => /"pattern(Properties)?":/.test(JSON.stringify(schema))

function compilerFor({ $schema }: Values): Ajv {
  const dialect = String($schema ?? "")
  const ajv = dialect.includes("2020-12")
    ? new Ajv2020(options)
    : dialect.includes("2019-09")
      ? new Ajv2019(options)
      : new Ajv(options)
  addFormats.default(ajv)
  return ajv
}

/** The compiler is chosen already; the name of a dialect that it does not know would stop it. */
function withoutDialect({ $schema: _dialect, $id: _id, id: _oldId, ...rest }: Values): Values {
  return rest
}

function toFieldError({ instancePath, keyword, params, message }: ErrorObject): FieldError {
  const named: unknown =
    keyword === "required"
      ? params.missingProperty
      : keyword === "additionalProperties"
        ? params.additionalProperty
        : null
  const below = typeof named === "string" ? `/${named.replaceAll("~", "~0").replaceAll("/", "~1")}` : ""
  return { pointer: `${instancePath}${below}`, message: sentence(keyword, params, message ?? "is not valid") }
}

function sentence(keyword: string, params: ErrorObject["params"], message: string): string {
  if (keyword === "required") return "Required."
  if (keyword === "additionalProperties") return "The chart knows no such value."
  if (keyword === "enum" && Array.isArray(params.allowedValues))
    return `One of ${params.allowedValues.join(", ")}.`
  return `${message[0]?.toUpperCase() ?? ""}${message.slice(1)}.`
}
