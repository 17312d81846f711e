import { pipeline, Readable } from "node:stream"
import { CsvError, parse } from "csv-parse"
import { createYielder } from "@/lib/platform/create-yielder"
import { csvCellText } from "@/lib/platform/csv"
import { DomainError, type FieldError, maxErrors } from "@/lib/platform/errors"
import { parseJsonStrictly } from "@/lib/platform/json-text"
import { quote, toPointer } from "@/lib/platform/pointer"
import { isStorable } from "@/lib/platform/storable"
import { fieldHint, invalidFields } from "@/lib/platform/validate"
import { maxLineBytes, type RawRow, unstorable } from "./read-ndjson"
import { importRowSchema } from "./schema"

type Parsed = { record: string[]; info: { lines: number } }

const columns = Object.keys(importRowSchema.shape)
const jsonColumns = new Set(["serviceVersions", "attempt", "durationSeconds", "closedLate", "reached"])
const rowsAtATime = 500
/** The parser processes all rows of a piece at once. */
const bytesAtATime = 2 * 1_024
/** The parser is slow for each of these. */
const maxUneven = 10_000

/**
 * The rows of a CSV file with a header, in batches. An empty cell is an absent field. Throws a 422 for an unknown
 * column, and a 400 for an unclosed quote, because the rest of the file cannot be parsed.
 */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow[]> {
  let head: string[] | null = null
  let uneven = 0
  let rows: RawRow[] = []
  for await (const { record, info } of parsed(chunks)) {
    if (head === null) {
      head = checkHead(record)
      continue
    }
    if (record.length !== head.length && ++uneven > maxUneven) throw tooUneven()
    rows.push(toRow(head, record, firstLine(record, info.lines)))
    if (rows.length === rowsAtATime) {
      yield rows
      rows = []
    }
  }
  yield rows
}

const tooUneven = () =>
  new DomainError(
    "malformed",
    `More than ${maxUneven.toLocaleString("en")} rows have a different number of cells than the header; nothing was imported.`,
  )

/** Messages, keyed by the code of the parser's error. */
const problems: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is not closed",
  CSV_INVALID_CLOSING_QUOTE: "a closing quote is followed by other text",
  INVALID_OPENING_QUOTE: "a quote is in a cell that does not begin with one",
  CSV_MAX_RECORD_SIZE: "a row is longer than 1 MiB",
}

async function* parsed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxLineBytes,
  })
  // Errors of either stream surface where the parser is read.
  pipeline(Readable.from(decoded(chunks)), parser, () => undefined)
  try {
    yield* parser
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const problem = problems[error.code] ?? "it is not valid"
    throw notParsed(problem, ` at line ${error.lines}`)
  }
}

const notParsed = (problem: string, where = "") =>
  new DomainError("malformed", `The CSV could not be parsed${where}; nothing was imported: ${problem}.`)

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  const yieldWhenDue = createYielder()
  let lineBytes = 0
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += bytesAtATime) {
        await yieldWhenDue()
        const piece = chunk.subarray(start, start + bytesAtATime)
        const lastBreak = Math.max(piece.lastIndexOf(0x0a), piece.lastIndexOf(0x0d))
        lineBytes = lastBreak === -1 ? lineBytes + piece.length : piece.length - lastBreak
        // The parser counts what cells contain, but not how many empty ones there are.
        if (lineBytes > maxLineBytes) throw notParsed("a row is longer than 1 MiB")
        yield decoder.decode(piece, { stream: true })
      }
    }
    yield decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new DomainError(
      "malformed",
      "The CSV is not valid UTF-8; nothing was imported. Save the file as UTF-8.",
    )
  }
}

function checkHead(head: string[]): string[] {
  const faults: FieldError[] = []
  const fault = (name: string, message: string) => faults.push({ pointer: toPointer([name]), message })
  for (const [index, name] of head.entries()) {
    if (faults.length >= maxErrors) break
    if (name === "") fault(name, `Column ${index + 1} has no name.`)
    else if (!columns.includes(name)) fault(name, `Unknown column ${quote(name)}.${fieldHint(name, columns)}`)
    else if (head.indexOf(name) !== index) fault(name, `Duplicate column "${name}".`)
  }
  for (const name of ["imageTag", "environment"])
    if (!head.includes(name)) fault(name, `The header is missing the column "${name}".`)
  if (faults.length > 0) throw invalidFields(faults)
  return head
}

function firstLine(record: string[], lastLine: number): number {
  const breaks = record.reduce(
    (sum, cell) => (cell.includes("\n") ? sum + cell.split("\n").length - 1 : sum),
    0,
  )
  return lastLine - breaks
}

function toRow(head: string[], cells: string[], line: number): RawRow {
  if (cells.length !== head.length) {
    return { line, problem: `The row has ${cells.length} cells, but the header has ${head.length}.` }
  }
  const values: Record<string, unknown> = {}
  for (const [index, name] of head.entries()) {
    const cell = csvCellText(cells[index] ?? "")
    if (cell === "") continue
    const json = jsonColumns.has(name) ? jsonOrText(cell) : { value: cell, errors: [] }
    if (json.errors.length > 0) {
      const errors = json.errors.map(({ pointer, message }) => ({ pointer: `/${name}${pointer}`, message }))
      return { line, errors }
    }
    values[name] = json.value
  }
  return isStorable(values) ? { line, value: values } : { line, problem: unstorable }
}

/** A cell that is not valid JSON stays text; the schema then rejects it with a pointer. */
function jsonOrText(cell: string): { value: unknown; errors: FieldError[] } {
  const parsed = parseJsonStrictly(cell)
  return "problem" in parsed ? { value: cell, errors: [] } : parsed
}
