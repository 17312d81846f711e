import { createYielder } from "@/lib/platform/create-yielder"
import type { FieldError } from "@/lib/platform/errors"
import { parseJsonStrictly } from "@/lib/platform/json-text"
import { isStorable, mayBeUnstorable } from "@/lib/platform/storable"

/** A row as read from the file, or the reason it could not be parsed. */
export type RawRow = { line: number } & ({ value: unknown } | { problem: string } | { errors: FieldError[] })

export const unstorable = "The row contains characters that cannot be stored."

const rowsAtATime = 200
const lettersAtATime = 256 * 1_024

/** The rows of newline-delimited JSON, in batches. A line that is not valid JSON becomes a row with a problem. */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow[]> {
  const splitter = new LineSplitter()
  const yieldWhenDue = createYielder()
  for await (const chunk of chunks) {
    for (const lines of inBatches(splitter.push(chunk))) {
      await yieldWhenDue()
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

/** A line of a file without its line ending. `text` is null if it cannot be used; `problem` says why. */
type Line = { line: number; text: string } | { line: number; text: null; problem: string }

export const maxLineBytes = 1024 * 1024
const newline = 10

/** Splits chunks of bytes into lines of UTF-8. A line that is too long is skipped without being buffered. */
class LineSplitter {
  private pieces: Uint8Array[] = []
  private lineBytes = 0
  private line = 0
  private readonly decoder = new TextDecoder("utf-8", { fatal: true })

  /** The lines that end in this chunk; blank lines are counted but not returned. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      // A malicious file may contain millions of blank lines.
      if (end === start && this.lineBytes === 0) this.line++
      else {
        this.append(chunk.subarray(start, end))
        this.finish(lines)
      }
      start = end + 1
    }
    this.append(chunk.subarray(start))
    return lines
  }

  /** The last line, if the file does not end with a newline. */
  end(): Line[] {
    const lines: Line[] = []
    this.finish(lines)
    return lines
  }

  private append(piece: Uint8Array): void {
    if (this.lineBytes <= maxLineBytes && piece.length > 0) this.pieces.push(piece)
    this.lineBytes += piece.length
    if (this.lineBytes > maxLineBytes) this.pieces = []
  }

  private finish(lines: Line[]): void {
    const tooLong = this.lineBytes > maxLineBytes
    const bytes = this.pieces.length === 1 ? this.pieces[0] : Buffer.concat(this.pieces)
    this.pieces = []
    this.lineBytes = 0
    this.line++
    if (tooLong) lines.push({ line: this.line, text: null, problem: "The line is longer than 1 MiB." })
    else this.decode(bytes, lines)
  }

  private decode(bytes: Uint8Array | undefined, lines: Line[]): void {
    try {
      const text = this.decoder.decode(bytes).trim()
      if (text !== "") lines.push({ line: this.line, text })
    } catch {
      lines.push({ line: this.line, text: null, problem: "The line is not valid UTF-8." })
    }
  }
}
