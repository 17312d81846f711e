import { appendFile, writeFile } from "node:fs/promises"
import type { DomainError } from "@/lib/platform/errors"
import type { RejectedRow } from "./schema"

const maxKept = 1_000
const rowsPerWrite = 1_000

/** Keeps the first rejected rows, and writes all of them to a file as NDJSON if its path is given. */
export class RejectedRows {
  private first: RejectedRow[] = []
  private unwritten: RejectedRow[] = []
  count = 0

  constructor(private readonly path: string | null = null) {}

  /** Discards everything, for an import that starts, perhaps again. */
  async clear(): Promise<void> {
    this.first = []
    this.unwritten = []
    this.count = 0
    if (this.path !== null) await writeFile(this.path, "", { mode: 0o600 })
  }

  async add(rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return
    this.count += rows.length
    this.first = [...this.first, ...rows].sort((a, b) => a.line - b.line).slice(0, maxKept)
    if (this.path === null) return
    this.unwritten.push(...rows)
    if (this.unwritten.length >= rowsPerWrite) await this.flush()
  }

  async flush(): Promise<void> {
    const text = this.unwritten.map((row) => `${JSON.stringify(row)}\n`).join("")
    this.unwritten = []
    if (this.path !== null) await appendFile(this.path, text)
  }

  /** The first 1,000 rejected rows, in file order. */
  get errors(): RejectedRow[] {
    return this.first
  }
}

const pointerOfCode: Record<string, string> = {
  status_conflict: "/status",
  external_id_conflict: "/externalId",
  id_conflict: "/id",
}

/** Builds a rejected row from the error that recording it individually would return. */
export function rejectedRow(line: number, error: DomainError): RejectedRow {
  const [first, ...others] = error.details.errors ?? []
  if (first === undefined)
    return { line, pointer: pointerOfCode[error.details.code ?? ""] ?? "", detail: error.message }
  return { line, pointer: first.pointer, detail: others.length === 0 ? first.message : error.message }
}
