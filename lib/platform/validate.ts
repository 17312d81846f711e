import type { z } from "zod"
import { DomainError, type FieldError } from "@/lib/platform/errors"
import { fieldsOf, schemaAt, withoutEmptyTexts } from "./empty-texts"
import { fieldHint } from "./field-hint"
import { issueMessage } from "./issue-message"
import { maxErrors } from "./max-errors"
import { toPointer } from "./pointer"
import { pointerLabel } from "./pointer-label"
import { quote } from "./quote"

function errorsOf(schema: z.ZodType, error: z.ZodError): FieldError[] {
  const errors: FieldError[] = []
  for (const issue of error.issues) {
    if (errors.length >= maxErrors) break
    if (issue.code === "unrecognized_keys")
      errors.push(...unknownFields(schema, issue, maxErrors - errors.length))
    else errors.push({ pointer: toPointer(issue.path), message: issue.message })
  }
  return errors
}

function unknownFields(
  schema: z.ZodType,
  { keys, path }: Extract<z.core.$ZodIssue, { code: "unrecognized_keys" }>,
  max: number,
): FieldError[] {
  const known = Object.keys(fieldsOf(schemaAt(schema, path)))
  return keys.slice(0, max).map((key) => ({
    pointer: toPointer([...path, key]),
    message: `Unknown field ${quote(key)}.${fieldHint(key, known)}`,
  }))
}

/**
 * The value parsed by the schema, or the pointers and messages of its faults, for callers that continue with other rows. An
 * optional field that is an empty string counts as absent.
 */
export function check<T>(schema: z.ZodType<T>, value: unknown): { value: T } | { errors: FieldError[] } {
  const parsed = schema.safeParse(withoutEmptyTexts(schema, value), { error: issueMessage })
  return parsed.success ? { value: parsed.data } : { errors: errorsOf(schema, parsed.error) }
}

/** The 422 for all of these fields. */
export function invalidFields(errors: readonly FieldError[]): DomainError {
  const named = errors.slice(0, maxErrors)
  const sentences = named.map(({ pointer, message }) => `${pointerLabel(pointer) || "body"}: ${message}`)
  return new DomainError("invalid", sentences.join(" "), { errors: [...named] })
}

/** Parses or throws a 422 that names every invalid field. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const checked = check(schema, value)
  if ("value" in checked) return checked.value
  throw invalidFields(checked.errors)
}
