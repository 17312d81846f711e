import type { Scalar } from "yaml"

const header = /^([|>])([+-]?)([1-9])([+-]?)[^\n]*\n/

const emptyLines = /(?: *\n)*/y

/**
 * The text of a block scalar whose header gives its indentation, such as `|2`, as Helm's decoder reads it: trailing
 * lines of spaces that are longer than the indentation belong to it, although the parser treats them as empty. Null
 * when both agree. `text`: the whole document.
 */
export function trailingSpaces(node: Scalar, text: string): string | null {
  if (!node.range || typeof node.source !== "string") return null
  const [start, , end] = node.range
  const [head, , before = "", digit = "", after = ""] = header.exec(text.slice(start, end)) ?? []
  if (head === undefined) return null
  // The parser may attribute lines of spaces to the next node.
  emptyLines.lastIndex = end
  emptyLines.exec(text)
  const lines = text.slice(start + head.length, Math.max(end, emptyLines.lastIndex)).split("\n")
  // There is no line after the last line break.
  lines.pop()
  const last = lines.findLastIndex((line) => /[^ ]/.test(line))
  const indent =
    last === -1 ? indentOfHeader(text, start, Number(digit)) : indentOfContent(lines, node.source)
  if (indent === null) return null
  const rest = lines.slice(last + 1).map((line) => line.slice(indent))
  const lastSpaces = rest.findLastIndex((line) => line !== "")
  if (lastSpaces === -1) return null
  const content = last === -1 ? "" : `${node.source.replace(/(?:\n *)+$/, "")}\n`
  const untrimmed = `${content}${rest.slice(0, lastSpaces + 1).join("\n")}`
  const chomping = before || after
  if (chomping === "-") return untrimmed
  return `${untrimmed}\n${chomping === "+" ? "\n".repeat(rest.length - lastSpaces - 1) : ""}`
}

/** The indentation of the content: the first line as written compared with the same line as read. */
function indentOfContent(lines: readonly string[], read: string): number {
  const spacesOf = (line: string) => /^ */.exec(line)?.[0].length ?? 0
  const firstLine = lines.find((line) => /[^ ]/.test(line)) ?? ""
  return spacesOf(firstLine) - spacesOf(read.replace(/^(?: *\n)*/, ""))
}

/** The indentation of a block without content, from the key or dashes before it; null if there are none. */
function indentOfHeader(text: string, start: number, digit: number): number | null {
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start)
  const [, spaces = "", dashes = "", key] = /^( *)((?:- +)*)(\S.*:(?: .*)?)?/.exec(line) ?? []
  if (key !== undefined) return spaces.length + dashes.length + digit
  const lastDash = line.lastIndexOf("- ")
  return dashes === "" ? null : lastDash + digit
}
