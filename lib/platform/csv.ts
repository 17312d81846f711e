export type CsvValue = string | number | boolean | null | undefined

/**
 * One line of RFC 4180 CSV, without its line ending. Text that a spreadsheet would run as a formula gets a leading
 * apostrophe (OWASP, "CSV injection"). Numbers are written as they are.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return values.map(csvCell).join(",")
}

/** A complete document with a header line; ends with a line ending. */
export function csvDocument(head: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  const lines = [csvLine(head)]
  for (const row of rows) lines.push(csvLine(row))
  return `${lines.join("\r\n")}\r\n`
}

/** The text of a cell that `csvLine` wrote, without the leading apostrophe. */
export function csvCellText(cell: string): string {
  return cell.startsWith("'") && startsFormula.test(cell.slice(1)) ? cell.slice(1) : cell
}

// Leading apostrophes before a formula are escaped, too, so that the text can be read back exactly.
const startsFormula = /^'*[=+\-@＝＋－＠\t\r\n]/

function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return ""
  if (typeof value !== "string") return String(value)
  const safe = startsFormula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
