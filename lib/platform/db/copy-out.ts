import { finished } from "node:stream/promises"
import { to } from "pg-copy-streams"
import type { Prisma } from "./generated/client"
import { literalSql } from "./literal-sql"
import { classified } from "./pool"
import { openConnection } from "./transaction"

/**
 * Passes on the rows of a query in the open transaction in PostgreSQL's binary format, which costs a third of the text
 * format for bytea. A row is only valid until the next one.
 */
export async function copyOut(sql: Prisma.Sql, use: (row: readonly Buffer[]) => void): Promise<void> {
  const copy = openConnection().query(to(`COPY (${literalSql(sql)}) TO STDOUT (FORMAT binary)`))
  const reader = new RowReader()
  const errors: unknown[] = []
  copy.on("data", (chunk: Buffer) => {
    // After an error the rest is only read, so that the connection can be used again.
    if (errors.length > 0) return
    try {
      reader.push(chunk)
      for (let row = reader.next(); row !== null; row = reader.next()) use(row)
    } catch (error) {
      errors.push(error)
    }
  })
  await finished(copy)
    .catch((error: unknown) => Promise.reject(classified(error, true)))
    .finally(() => endTimeLimit(copy))
  for (const error of errors) throw error
}

/** Clears the driver's statement timeout, which pg-copy-streams does only for COPY FROM. */
function endTimeLimit(copy: object): void {
  const callback: unknown = Reflect.get(copy, "callback")
  if (typeof callback === "function") Reflect.apply(callback, copy, [])
}

const headerBytes = 19

/** Reads the format of https://www.postgresql.org/docs/current/sql-copy.html, reusing the same memory. */
class RowReader {
  private bytes = Buffer.alloc(0)
  private start = headerBytes
  private end = 0

  push(chunk: Buffer): void {
    const { bytes, end } = this
    const used = Math.min(this.start, end)
    const length = end - used + chunk.length
    if (length > bytes.length) this.bytes = Buffer.allocUnsafeSlow(2 * length)
    bytes.copy(this.bytes, 0, used, end)
    chunk.copy(this.bytes, end - used)
    this.start -= used
    this.end = length
  }

  /** Null if the next row is incomplete, or there are no more rows. */
  next(): Buffer[] | null {
    const { bytes, end } = this
    let at = this.start + 2
    const columns = at <= end ? bytes.readInt16BE(this.start) : -1
    if (columns < 0) return null
    const row: Buffer[] = []
    while (row.length < columns && at + 4 <= end) {
      const start = at + 4
      at = start + Math.max(0, bytes.readInt32BE(at))
      row.push(bytes.subarray(start, at))
    }
    if (row.length < columns || at > end) return null
    this.start = at
    return row
  }
}
