import { type Line, LineSplitter } from "./split-lines"

/** A row as it stands in the file, or why it cannot be read. */
export type RawRow = { line: number; value: unknown } | { line: number; problem: string }

/** The rows of newline-delimited JSON, some at a time. A line that is not JSON is a row with a problem. */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow[]> {
  const splitter = new LineSplitter()
  for await (const chunk of chunks) yield splitter.push(chunk).map(toRow)
  yield splitter.end().map(toRow)
}

function toRow(line: Line): RawRow {
  if (line.text === null) return { line: line.line, problem: line.problem }
  try {
    return { line: line.line, value: JSON.parse(line.text) }
  } catch {
    return { line: line.line, problem: "The line is not JSON." }
  }
}
