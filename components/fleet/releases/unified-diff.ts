export type DiffLineKind = "added" | "removed" | "same" | "gap"

export interface DiffLine {
  kind: DiffLineKind
  /** The line without its sign. */
  text: string
  /** Line numbers from 1 in the older and the newer text; null if the line is not in that text. */
  before: number | null
  after: number | null
}

const hunkHead = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/

export function readUnifiedDiff(diff: string): DiffLine[] {
  const lines: DiffLine[] = []
  let before = 0
  let after = 0
  let inHunk = false
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    const head = hunkHead.exec(line)
    if (head) {
      if (inHunk) lines.push({ kind: "gap", text: "", before: null, after: null })
      inHunk = true
      before = Number(head[1])
      after = Number(head[2])
    } else if (inHunk) {
      const read = readLine(line, before, after)
      if (read === null) continue
      lines.push(read)
      if (read.before !== null) before++
      if (read.after !== null) after++
    }
  }
  return lines
}

function readLine(line: string, before: number, after: number): DiffLine | null {
  const text = line.slice(1)
  if (line.startsWith("+")) return { kind: "added", text, before: null, after }
  if (line.startsWith("-")) return { kind: "removed", text, before, after: null }
  // "\ No newline at end of file" is a remark, not a line of the text.
  if (line.startsWith("\\")) return null
  return { kind: "same", text, before, after }
}
