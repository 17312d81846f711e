import { finished } from "node:stream/promises"
import { from } from "pg-copy-streams"
import { classified } from "./pool"
import { openConnection } from "./transaction"

/** The value of a column; objects are JSON. */
export type CopyValue = string | number | boolean | bigint | Date | object | null | undefined

/**
 * Adds the rows of `copyText` to a table in the open transaction with COPY, which is cheaper for PostgreSQL and this
 * process than any INSERT. The names become part of the statement and must not come from user input.
 */
export async function copyRows(table: string, columns: readonly string[], text: string): Promise<void> {
  if (text === "") return
  const copy = openConnection().query(from(`COPY ${table} (${columns.join(", ")}) FROM STDIN`))
  copy.end(text)
  await finished(copy).catch((error: unknown) => Promise.reject(classified(error, true)))
}

/** Rows in the text format of https://www.postgresql.org/docs/current/sql-copy.html, which can be concatenated. */
export function copyText(rows: readonly (readonly CopyValue[])[]): string {
  return rows.map((values) => `${values.map(toText).join("\t")}\n`).join("")
}

function toText(value: CopyValue): string {
  if (value === null || value === undefined) return "\\N"
  if (typeof value === "string") return escaped(value)
  if (value instanceof Date) return value.toISOString()
  return typeof value === "object" ? escaped(JSON.stringify(value)) : String(value)
}

const special = /[\\\t\n\r]/g
const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" }

const escaped = (text: string) => text.replace(special, (letter) => escapes[letter] ?? letter)

/** The name of a field as a column: `tokenId` is token_id. */
export const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
