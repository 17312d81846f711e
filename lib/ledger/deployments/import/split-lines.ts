/** A line of a file without its line ending. `text` is null if it cannot be used; `problem` says why. */
export type Line = { line: number; text: string } | { line: number; text: null; problem: string }

export const maxLineBytes = 1024 * 1024
const newline = 10

/** Splits chunks of bytes into lines of UTF-8. A line that is too long is skipped without being buffered. */
export class LineSplitter {
  private held: Uint8Array[] = []
  private heldBytes = 0
  private line = 0
  private readonly decoder = new TextDecoder("utf-8", { fatal: true })

  /** The lines that end in this chunk; blank lines are counted but not returned. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      // A malicious file may contain millions of blank lines.
      if (end === start && this.heldBytes === 0) this.line++
      else {
        this.hold(chunk.subarray(start, end))
        this.finish(lines)
      }
      start = end + 1
    }
    this.hold(chunk.subarray(start))
    return lines
  }

  /** The last line, if the file does not end with a newline. */
  end(): Line[] {
    const lines: Line[] = []
    this.finish(lines)
    return lines
  }

  private hold(piece: Uint8Array): void {
    if (this.heldBytes <= maxLineBytes && piece.length > 0) this.held.push(piece)
    this.heldBytes += piece.length
    if (this.heldBytes > maxLineBytes) this.held = []
  }

  private finish(lines: Line[]): void {
    const tooLong = this.heldBytes > maxLineBytes
    const bytes = this.held.length === 1 ? this.held[0] : Buffer.concat(this.held)
    this.held = []
    this.heldBytes = 0
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
