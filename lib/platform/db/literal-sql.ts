import { escapeLiteral } from "pg"
import type { Prisma } from "./generated/client"

/** The statement with its values in the text, for COPY and for several statements at once, which take no parameters. */
export function literalSql({ strings, values }: Prisma.Sql): string {
  return strings.reduce((text, next, index) => `${text}${literal(values[index - 1])}${next}`)
}

/** The literal has no type of its own, like a parameter. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL"
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join()}]`
  return escapeLiteral(value instanceof Date ? value.toISOString() : String(value))
}
