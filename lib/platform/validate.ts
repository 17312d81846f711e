import { z } from "zod"
import { schemaAt, schemaFields, withoutEmptyTexts } from "./empty-texts"
import { DomainError, type FieldError, maxErrors } from "./errors"
import { didYouMean, nearest } from "./nearest"
import { joinFaults, quote, toPointer } from "./pointer"

function errorsOf(schema: z.core.$ZodType, error: z.ZodError, value: unknown): FieldError[] {
  const errors: FieldError[] = []
  let reported: string | null = null
  for (const issue of error.issues) {
    if (errors.length >= maxErrors) break
    const pointer = toPointer(issue.path)
    // For a missing, mistyped or empty value, report only that: its format cannot be valid either.
    if (pointer === reported) continue
    const isEmpty = issue.code === "too_small" && issue.origin === "string" && issue.minimum === 1
    if (isEmpty || issue.code === "invalid_type") reported = pointer
    if (issue.code === "unrecognized_keys")
      errors.push(...unknownFields(schema, issue, maxErrors - errors.length))
    else errors.push({ pointer, message: isMissing(issue, value) ? requiredMessage(issue) : issue.message })
  }
  return errors
}

/** Decides also where the schema has a message of its own, which describes a wrong value rather than a missing one. */
function isMissing(issue: z.core.$ZodIssue, value: unknown): boolean {
  const at = issue.path.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), value)
  return issue.code === "invalid_type" && at === undefined
}

const requiredMessage = (issue: Issue | z.core.$ZodIssue) => `${nameOf(issue)} is required.`

function unknownFields(
  schema: z.core.$ZodType,
  { keys, path }: Extract<z.core.$ZodIssue, { code: "unrecognized_keys" }>,
  max: number,
): FieldError[] {
  const fields = Object.keys(schemaFields(schemaAt(schema, path)))
  return keys.slice(0, max).map((key) => ({
    pointer: toPointer([...path, key]),
    message: `Unknown field ${quote(key)}.${fieldHint(key, fields)}`,
  }))
}

/**
 * The value parsed by the schema, or the pointers and messages of its faults, for callers that continue with other rows. An
 * optional field that is an empty string counts as absent.
 */
export function check<T>(
  schema: z.core.$ZodType<T>,
  value: unknown,
): { value: T } | { errors: FieldError[] } {
  const parsed = z.safeParse(schema, withoutEmptyTexts(schema, value), { error: issueMessage })
  return parsed.success ? { value: parsed.data } : { errors: errorsOf(schema, parsed.error, value) }
}

/** The 422 for all of these fields. */
export function invalidFields(errors: readonly FieldError[]): DomainError {
  const listed = errors.slice(0, maxErrors)
  return new DomainError("invalid", joinFaults(listed), { errors: listed })
}

/** Parses or throws a 422 that names every invalid field. */
export function validate<T>(schema: z.core.$ZodType<T>, value: unknown): T {
  const checked = check(schema, value)
  if ("value" in checked) return checked.value
  throw invalidFields(checked.errors)
}

type Issue = Parameters<z.core.$ZodErrorMap>[0]
type IssueOf<Code extends Issue["code"]> = Extract<Issue, { code: Code }>

const typeNames: Record<string, string> = {
  string: "a string",
  number: "a number",
  nan: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "an array",
  date: "a time",
  null: "null",
  undefined: "absent",
}
const formatNames: Record<string, string> = {
  uuid: "a UUID",
  email: "an email address",
  url: "a URL",
  datetime: "an RFC 3339 time with an offset, such as 2026-02-12T10:00:00Z",
  date: "a date, such as 2026-02-12",
}
const units: Record<string, string> = { string: "character", array: "item", set: "item" }

/**
 * A message that says which field is invalid, what is expected and what was sent. Schemas need their own messages only where
 * this is not specific enough. A string is repeated only for a fixed choice, because it may be a secret.
 */
function issueMessage(issue: Issue): string {
  const name = nameOf(issue)
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? requiredMessage(issue) : wrongType(name, issue)
    case "invalid_value":
      return wrongChoice(name, issue.values.map(String), issue.input)
    case "too_small":
    case "too_big":
      return wrongSize(name, issue)
    case "invalid_format":
      return `${name} must be ${formatNames[issue.format] ?? "in the documented format"}.`
    case "not_multiple_of":
      return `${name} must be a multiple of ${issue.divisor}.`
    case "unrecognized_keys":
      return `${name} has an unknown field.`
    case "invalid_key":
    case "invalid_element":
      return inside(name, issue.issues)
    case "invalid_union":
      return noOption(name, issue)
    default:
      return `${name} is not valid.`
  }
}

function nameOf({ path = [] }: { path?: PropertyKey[] | undefined }): string {
  const last = path.at(-1)
  if (last === undefined) return "The value"
  return typeof last === "number" ? `Item ${last + 1}` : quote(String(last)).slice(1, -1)
}

function wrongType(name: string, { expected, input }: IssueOf<"invalid_type">): string {
  const isFraction = expected === "int" && typeof input === "number"
  const typeName = isFraction ? input : (typeNames[typeOf(input)] ?? typeOf(input))
  const received = Number.isNaN(input) ? "" : `, not ${typeName}`
  return `${name} must be ${typeNames[expected] ?? expected}${received}.`
}

function typeOf(input: unknown): string {
  if (input === null) return "null"
  return Array.isArray(input) ? "array" : typeof input
}

function wrongChoice(name: string, values: readonly string[], input: unknown): string {
  if (input === undefined) return `${name} is required: ${listOf(values)}.`
  const received = typeof input === "string" ? quote(input) : (typeNames[typeOf(input)] ?? typeOf(input))
  const hint = typeof input === "string" ? didYouMean(input, values) : ""
  return `${name} must be ${listOf(values)}, not ${received}.${hint}`
}

function listOf(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(", ")}`
}

function wrongSize(name: string, issue: IssueOf<"too_small" | "too_big">): string {
  const isSmall = issue.code === "too_small"
  const limit = Number(isSmall ? issue.minimum : issue.maximum)
  const unit = units[issue.origin]
  const comparison = issue.exact ? "exactly" : isSmall ? "at least" : "at most"
  if (unit !== undefined) {
    if (limit === 1 && isSmall && lengthOf(issue.input) === 0) return `${name} must not be empty.`
    return `${name} must have ${comparison} ${limit} ${unit}${limit === 1 ? "" : "s"}, not ${lengthOf(issue.input)}.`
  }
  const bound = issue.inclusive === false ? (isSmall ? "more than" : "less than") : comparison
  return `${name} must be ${bound} ${limit}.`
}

function lengthOf(input: unknown): number {
  return typeof input === "string" || Array.isArray(input) ? input.length : 0
}

const inside = (name: string, issues: readonly { message: string }[]) =>
  issues[0] === undefined ? `${name} is not valid.` : `The key ${name} is not valid: ${issues[0].message}`

function noOption(name: string, issue: IssueOf<"invalid_union">): string {
  const { discriminator, options } = issue
  if (discriminator !== undefined && Array.isArray(options)) {
    const received: unknown = Reflect.get(Object(issue.input), discriminator)
    return wrongChoice(name, options.map(String), received)
  }
  const reasons = [
    ...new Set(issue.errors.flatMap(([first]) => (first === undefined ? [] : [first.message]))),
  ]
  return reasons.length === 0 ? `${name} is not valid.` : reasons.slice(0, 3).join(" Or: ")
}

/** Names that other tools use for the fields of a record, in lower case without `_` and `-`. */
const otherNames: Record<string, readonly string[]> = {
  imageTag: ["tag", "image", "version", "dockertag", "containertag"],
  environment: ["env", "stage", "target", "environmentname"],
  application: ["app", "service", "component", "project", "applicationname"],
  gitCommit: ["commit", "sha", "commitsha", "gitsha", "revision"],
  gitBranch: ["branch", "ref", "refname"],
  status: ["state", "result", "conclusion", "outcome"],
  deployedAt: ["startedat", "start", "starttime", "timestamp", "date", "time", "createdat"],
  completedAt: [
    "finishedat",
    "endedat",
    "end",
    "endtime",
    "completed",
    "deployment",
    "deploymentcompletedat",
  ],
  committedAt: ["commitdate", "commitdatetime", "committimestamp"],
  initiatedBy: ["actor", "user", "author", "deployedby", "deployer"],
  artifactDigest: ["digest", "imagedigest"],
  helmChartVersion: ["chart"],
  acrRegistry: ["registry"],
  runUrl: ["url", "link", "buildurl", "pipelineurl"],
  externalId: ["id", "runid", "buildid", "pipelineid"],
  valuesOverride: ["values", "set"],
  tenantId: ["tenant"],
  releaseName: ["release", "name"],
  chartName: ["chart"],
  chartVersion: ["version"],
  targetRevision: ["revision", "torevision"],
}
const maxListed = 30
const maxCompared = 100

const normalized = (name: string) => name.replaceAll(/[_-]/g, "").toLowerCase()

/** A suggestion for an unknown field, or else the list of fields; starts with a space, or is empty. */
export function fieldHint(name: string, fields: readonly string[]): string {
  const suggestion = name.length > maxCompared ? undefined : suggestField(name, fields)
  if (suggestion !== undefined) return ` Did you mean "${suggestion}"?`
  return fields.length === 0 || fields.length > maxListed ? "" : ` The fields are: ${fields.join(", ")}.`
}

const suggestField = (name: string, fields: readonly string[]) =>
  fieldFinder(fields)(name) ?? nearest(name, fields)

/**
 * Finds the field for a name, including the spellings and names of other tools, such as `image_tag` and `tag` for
 * `imageTag`.
 */
export function fieldFinder(fields: readonly string[]): (name: string) => string | undefined {
  const fieldByName = new Map<string, string>()
  for (const field of fields) {
    for (const other of otherNames[field] ?? []) if (!fieldByName.has(other)) fieldByName.set(other, field)
  }
  for (const field of fields) fieldByName.set(normalized(field), field)
  return (name) => fieldByName.get(normalized(name))
}
