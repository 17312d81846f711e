import { breathing } from "@/lib/platform/breathe"
import type { FieldError } from "@/lib/platform/errors"
import { parseJsonStrictly } from "@/lib/platform/json-text"
import { isStorable, mayBeUnstorable } from "@/lib/platform/storable"
import { type Line, LineSplitter } from "./split-lines"

/** A row as read from the file, or the reason it could not be parsed. */
export type RawRow = { line: number } & ({ value: unknown } | { problem: string } | { errors: FieldError[] })

export const unstorable = "The row contains characters that cannot be stored."

const rowsAtATime = 200
const lettersAtATime = 256 * 1_024

/** The rows of newline-delimited JSON, in batches. A line that is not valid JSON becomes a row with a problem. */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow[]> {
  const splitter = new LineSplitter()
  const breathe = breathing()
  for await (const chunk of chunks) {
    for (const lines of inBatches(splitter.push(chunk))) {
      await breathe()
      yield lines.map(toRow)
    }
  }
  yield splitter.end().map(toRow)
}

function* inBatches(lines: readonly Line[]): Generator<Line[]> {
  let batch: Line[] = []
  let letters = 0
  for (const line of lines) {
    batch.push(line)
    letters += line.text?.length ?? 0
    if (batch.length < rowsAtATime && letters < lettersAtATime) continue
    yield batch
    batch = []
    letters = 0
  }
  if (batch.length > 0) yield batch
}

function toRow(line: Line): RawRow {
  if (line.text === null) return { line: line.line, problem: line.problem }
  const parsed = parseJsonStrictly(line.text)
  if ("problem" in parsed) return { line: line.line, problem: "The line is not valid JSON." }
  if (parsed.errors.length > 0) return { line: line.line, errors: parsed.errors }
  return mayBeUnstorable(line.text) && !isStorable(parsed.value)
    ? { line: line.line, problem: unstorable }
    : { line: line.line, value: parsed.value }
}
