import { setImmediate } from "node:timers/promises"
import type { FieldError } from "@/lib/errors"
import { parseJsonStrictly } from "@/lib/json-text"
import { isStorable } from "@/lib/storable"
import { type Line, LineSplitter } from "./split-lines"

/** A row as it stands in the file, or why it cannot be read. */
export type RawRow = { line: number } & ({ value: unknown } | { problem: string } | { errors: FieldError[] })

export const unstorable = "The row holds characters that cannot be stored."

const rowsAtATime = 200

/** The rows of newline-delimited JSON, some at a time. A line that is not JSON is a row with a problem. */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow[]> {
  const splitter = new LineSplitter()
  for await (const chunk of chunks) yield* inBatches(splitter.push(chunk))
  yield* inBatches(splitter.end())
}

/** Other work of the process gets its turn in between. */
async function* inBatches(lines: readonly Line[]): AsyncGenerator<RawRow[]> {
  for (let start = 0; start < lines.length; start += rowsAtATime) {
    if (start > 0) await setImmediate()
    yield lines.slice(start, start + rowsAtATime).map(toRow)
  }
}

function toRow(line: Line): RawRow {
  if (line.text === null) return { line: line.line, problem: line.problem }
  const parsed = parseJsonStrictly(line.text)
  if ("problem" in parsed) return { line: line.line, problem: "The line is not JSON." }
  if (parsed.errors.length > 0) return { line: line.line, errors: parsed.errors }
  // Only an escape can bring what UTF-8 cannot hold.
  return line.text.includes("\\u") && !isStorable(parsed.value)
    ? { line: line.line, problem: unstorable }
    : { line: line.line, value: parsed.value }
}
