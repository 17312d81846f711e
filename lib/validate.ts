import type { z } from "zod"
import { DomainError, type FieldError } from "@/lib/errors"
import { didYouMean } from "@/lib/nearest"
import { pointerLabel } from "@/lib/pointer-label"

/** RFC 6901: `~` and `/` inside a key are escaped. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")
}

function fieldsOf(schema: z.ZodType): string[] {
  const shape: unknown = Reflect.get(schema, "shape")
  return typeof shape === "object" && shape !== null ? Object.keys(shape) : []
}

function errorsOf(schema: z.ZodType, error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    if (issue.code !== "unrecognized_keys")
      return [{ pointer: toPointer(issue.path), message: issue.message }]
    const known = issue.path.length === 0 ? fieldsOf(schema) : []
    return issue.keys.map((key) => ({
      pointer: toPointer([...issue.path, key]),
      message: `There is no field "${key}".${didYouMean(key, known)}`,
    }))
  })
}

/** The pointers and sentences of a failed parse, for callers that answer row by row. */
export function check<T>(schema: z.ZodType<T>, value: unknown): { value: T } | { errors: FieldError[] } {
  const parsed = schema.safeParse(value)
  return parsed.success ? { value: parsed.data } : { errors: errorsOf(schema, parsed.error) }
}

/** Parses or throws a 422 that names every field at fault. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const checked = check(schema, value)
  if ("value" in checked) return checked.value
  const sentences = checked.errors.map(
    ({ pointer, message }) => `${pointerLabel(pointer) || "body"}: ${message}`,
  )
  throw new DomainError("invalid", sentences.join(" "), { errors: checked.errors })
}
