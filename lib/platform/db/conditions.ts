import { Prisma } from "./generated/client"

/** The condition on a value, if there is a value; otherwise everything matches. */
export function ifGiven<T>(value: T | null | undefined, condition: (value: T) => Prisma.Sql): Prisma.Sql {
  return value === null || value === undefined ? Prisma.sql`true` : condition(value)
}

const lastCharacter = "\u{10ffff}"

/** A range, so that the index is used whatever the statistics say. The column uses the collation "C". */
export const beginsWith = (column: Prisma.Sql, beginning: string): Prisma.Sql =>
  Prisma.sql`${column} >= ${beginning} AND ${column} < ${beginning + lastCharacter}`

/** The column has one of these values; null: any value. */
export const isAmong = (
  column: Prisma.Sql,
  values: readonly string[] | null,
  type: "uuid" | "text" = "uuid",
) => ifGiven(values, (list) => Prisma.sql`${column} = ANY(${[...list]}::${Prisma.raw(type)}[])`)
