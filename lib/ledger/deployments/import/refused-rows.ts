import type { FileHandle } from "node:fs/promises"
import type { DomainError } from "@/lib/platform/errors"
import type { RefusedRow } from "./schema"

const kept = 1_000
const writtenAtOnce = 1_000

/** Where refused rows go: the first are kept, and all are written to a file when there is one, as NDJSON. */
export class RefusedRows {
  private first: RefusedRow[] = []
  private unwritten: RefusedRow[] = []
  count = 0

  constructor(private readonly file: FileHandle | null = null) {}

  /** Forgets all, for an import that begins again. */
  async clear(): Promise<void> {
    this.first = []
    this.unwritten = []
    this.count = 0
    await this.file?.truncate(0)
  }

  async add(rows: readonly RefusedRow[]): Promise<void> {
    if (rows.length === 0) return
    this.count += rows.length
    this.first = [...this.first, ...rows].sort((a, b) => a.line - b.line).slice(0, kept)
    if (this.file === null) return
    this.unwritten.push(...rows)
    if (this.unwritten.length >= writtenAtOnce) await this.flush()
  }

  async flush(): Promise<void> {
    const text = this.unwritten.map((row) => `${JSON.stringify(row)}\n`).join("")
    this.unwritten = []
    await this.file?.appendFile(text)
  }

  /** The first 1,000, in the order of the file. */
  get errors(): RefusedRow[] {
    return this.first
  }
}

const pointerOfCode: Record<string, string> = {
  status_conflict: "/status",
  external_id_conflict: "/externalId",
  id_conflict: "/id",
}

/** A refused row from what a single record would have answered. */
export function refusedRow(line: number, error: DomainError): RefusedRow {
  const [only, ...others] = error.details.errors ?? []
  if (only === undefined)
    return { line, pointer: pointerOfCode[error.details.code ?? ""] ?? "", detail: error.message }
  return { line, pointer: only.pointer, detail: others.length === 0 ? only.message : error.message }
}
