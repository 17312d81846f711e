import { plainText } from "@/lib/platform/plain-text"

/** Much longer than what is shown of a line: who masks what is secret in it must have the whole of that. */
const maxLine = 32 * 1_024
const maxTail = 64 * 1_024

/** A line as it may be shown: without terminal escapes and other control characters, and not without end. */
export function cleanLine(line: string): string {
  const plain = plainText(line).replace(/[\r\n]/g, "")
  return plain.length > maxLine ? `${plain.slice(0, maxLine)} …` : plain
}

/** Cuts a stream of text into clean lines as they come, and keeps the last of them. */
export class LineReader {
  private rest = ""
  private kept: string[] = []
  private keptLength = 0

  constructor(private readonly onLine: (line: string) => void) {}

  write(chunk: string): void {
    const lines = (this.rest + chunk).split(/\r?\n/)
    this.rest = (lines.pop() ?? "").slice(0, 2 * maxLine)
    for (const line of lines) this.take(line)
  }

  end(): void {
    if (this.rest !== "") this.take(this.rest)
    this.rest = ""
  }

  /** The last lines, at most 64 KiB. */
  get tail(): string {
    return this.kept.join("\n")
  }

  private take(line: string): void {
    const clean = cleanLine(line)
    this.kept.push(clean)
    this.keptLength += clean.length + 1
    while (this.keptLength > maxTail) this.keptLength -= (this.kept.shift()?.length ?? 0) + 1
    this.onLine(clean)
  }
}

/** Collects text up to a limit in bytes; `isOver` from then on. */
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
