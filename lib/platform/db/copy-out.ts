import type { Prisma } from "./generated/client"
import { literalSql } from "./literal-sql"
import { openConnection } from "./transaction"

type Use = (row: readonly Buffer[]) => void

/**
 * Passes on the rows of a query in the open transaction in PostgreSQL's binary format, which costs a third of the text
 * format for bytea. A row is only valid until the next one.
 */
export async function copyOut(sql: Prisma.Sql, use: Use): Promise<void> {
  const copy = new CopyOut(`COPY (${literalSql(sql)}) TO STDOUT (FORMAT binary)`, use)
  await new Promise<void>((resolve, reject) =>
    openConnection().query(copy, (error) => (error ? reject(error) : resolve())),
  )
  for (const error of copy.errors) throw error
}

const headerBytes = 19

/** A statement for the driver, which calls what it receives. Its own has no use for the rows of COPY. */
class CopyOut {
  readonly errors: unknown[] = []
  private start = headerBytes
  /** The driver replaces it. */
  readonly callback?: (error: unknown) => void

  constructor(
    readonly text: string,
    private readonly use: Use,
  ) {}

  submit(connection: { query: (text: string) => void }): void {
    connection.query(this.text)
  }

  /** A row, the first behind the header. After an error the rest is only read, so that the connection can be used again. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    try {
      const row = rowAt(this.start, chunk)
      this.start = 0
      if (row !== null && this.errors.length === 0) this.use(row)
    } catch (error) {
      this.errors.push(error)
    }
  }

  handleCommandComplete(): void {}

  handleError(error: unknown): void {
    this.callback?.(error)
  }

  handleReadyForQuery(): void {
    this.callback?.(null)
  }
}

/** In the format of https://www.postgresql.org/docs/current/sql-copy.html; null for the end. */
function rowAt(start: number, bytes: Buffer): Buffer[] | null {
  const columns = bytes.readInt16BE(start)
  if (columns < 0) return null
  let at = start + 2
  return Array.from({ length: columns }, () => {
    const valueStart = at + 4
    at = valueStart + Math.max(0, bytes.readInt32BE(at))
    return bytes.subarray(valueStart, at)
  })
}
