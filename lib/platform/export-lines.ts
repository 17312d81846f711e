import { type CsvValue, csvLine } from "@/lib/platform/csv"

/** How items become lines, each with its line ending. */
export type Writer<T> = { head: string; line: (item: T) => string }

export const ndjson: Writer<unknown> = { head: "", line: (item) => `${JSON.stringify(item)}\n` }

/** Columns by their names, each with the value of an item. */
export function csv<T>(columns: Record<string, (item: T) => CsvValue>): Writer<T> {
  const values = Object.values(columns)
  return {
    head: `${csvLine(Object.keys(columns))}\r\n`,
    line: (item) => `${csvLine(values.map((value) => value(item)))}\r\n`,
  }
}

type Read<T, Cursor> = (cursor?: Cursor) => Promise<{ items: readonly T[]; nextCursor: Cursor | null }>

/** Everything as lines, read part by part so that memory use stays constant. What `read` refuses throws before the first line. */
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
