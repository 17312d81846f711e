import { type CsvValue, csvLine } from "@/lib/platform/csv"

/** Formats items as lines, each with its line ending. */
export type Writer<T> = { head: string; line: (item: T) => string }

export const ndjson: Writer<unknown> = { head: "", line: (item) => `${JSON.stringify(item)}\n` }

/** Columns by name, each with a function that returns the value of an item. */
export function csv<T>(columns: Record<string, (item: T) => CsvValue>): Writer<T> {
  const values = Object.values(columns)
  return {
    head: `${csvLine(Object.keys(columns))}\r\n`,
    line: (item) => `${csvLine(values.map((value) => value(item)))}\r\n`,
  }
}

type Read<T, Cursor> = (cursor?: Cursor) => Promise<{ items: readonly T[]; nextCursor: Cursor | null }>

/**
 * All items as lines, read in batches so that memory use stays constant. An error of the first `read` is thrown before
 * the first line.
 */
export async function exportLines<T, Cursor>(
  read: Read<T, Cursor>,
  writer: Writer<T>,
): Promise<AsyncGenerator<string>> {
  return linesOf(read, writer, await read())
}

async function* linesOf<T, Cursor>(
  read: Read<T, Cursor>,
  { head, line }: Writer<T>,
  first: Awaited<ReturnType<Read<T, Cursor>>>,
): AsyncGenerator<string> {
  yield head
  for (let part = first; ; part = await read(part.nextCursor)) {
    yield part.items.map(line).join("")
    if (part.nextCursor === null) return
  }
}
