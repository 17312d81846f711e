import { plainText } from "@/lib/platform/plain-text"

/** Much longer than the shown part: masking needs a secret in full. */
const maxLine = 32 * 1_024
const maxTail = 64 * 1_024

/** A line without terminal escapes and other control characters, truncated to a maximum length. */
export function cleanLine(line: string): string {
  const plain = plainText(line).replace(/[\r\n]/g, "")
  return plain.length > maxLine ? `${plain.slice(0, maxLine)} …` : plain
}

/** Splits a text stream into clean lines as they arrive, and keeps the last lines. */
export class LineReader {
  private rest = ""
  private lines: string[] = []
  private tailLength = 0

  constructor(private readonly onLine: (line: string) => void) {}

  write(chunk: string): void {
    const lines = (this.rest + chunk).split(/\r?\n/)
    this.rest = (lines.pop() ?? "").slice(0, 2 * maxLine)
    for (const line of lines) this.addLine(line)
  }

  end(): void {
    if (this.rest !== "") this.addLine(this.rest)
    this.rest = ""
  }

  /** The last lines, at most 64 KiB. */
  get tail(): string {
    return this.lines.join("\n")
  }

  private addLine(line: string): void {
    const cleaned = cleanLine(line)
    this.lines.push(cleaned)
    this.tailLength += cleaned.length + 1
    while (this.tailLength > maxTail) this.tailLength -= (this.lines.shift()?.length ?? 0) + 1
    this.onLine(cleaned)
  }
}

/** Collects text up to a limit in bytes; `isOver` once it is exceeded. */
export class Collector {
  private readonly chunks: Buffer[] = []
  private bytes = 0

  constructor(private readonly limit: number) {}

  write(chunk: Buffer): void {
    this.bytes += chunk.length
    if (!this.isOver) this.chunks.push(chunk)
  }

  get isOver(): boolean {
    return this.bytes > this.limit
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString("utf8")
  }
}
