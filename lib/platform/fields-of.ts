import type { z } from "zod"
import { toInstant } from "./instant"

type InstantText<Value> = Value extends Date ? string : Value

/** The columns of a row that the schema of a response declares, with times as text. */
export function fieldsOf<Row extends object, Shape extends z.ZodRawShape>(
  { shape }: z.ZodObject<Shape>,
  row: Row,
): { [Name in keyof Row & keyof Shape]: InstantText<Row[Name]> } {
  const declared = Object.entries(row).filter(([name]) => Object.hasOwn(shape, name))
  return Object(
    Object.fromEntries(
      declared.map(([name, value]) => [name, value instanceof Date ? toInstant(value) : value]),
    ),
  )
}
