export type InvalidField = { path: string; message: string }

const kinds =
  "Invalid value|Required value|Forbidden|Unsupported value|Duplicate value|Not found|Too long|Too many|Internal error|Type invalid"
const start = new RegExp(`^([\\w.[\\]"'/<>-]+): (${kinds})(?:: )?`)
const next = new RegExp(`, (?=[\\w.[\\]"'/<>-]+: (?:${kinds})\\b)`)
/** Values up to this length are repeated in messages. */
const maxValue = 40

/**
 * The invalid fields in an API server's error, `path: Invalid value: VALUE: why` or `[…, …]` for several. Long values are
 * omitted: they repeat the input and hide the reason.
 */
export function invalidFields(details: string): InvalidField[] {
  const text = details.trim()
  const several = text.startsWith("[") && text.endsWith("]")
  const parts = several ? text.slice(1, -1).split(next) : [text]
  return parts.map(readField)
}

function readField(text: string): InvalidField {
  const [whole, path, kind = ""] = start.exec(text) ?? []
  if (whole === undefined || path === undefined) return { path: "", message: text }
  const rest = text.slice(whole.length)
  if (kind !== "Invalid value" && kind !== "Duplicate value" && kind !== "Unsupported value")
    return { path, message: kind === "Forbidden" && rest !== "" ? rest : join(kind.toLowerCase(), rest) }
  const value = leadingValue(rest)
  const why = rest.slice(value.length).replace(/^: /, "")
  const shown = value.length <= maxValue && !/^[{[]/.test(value) ? `${value} ` : ""
  if (kind === "Invalid value" && why !== "") return { path, message: `${shown}${why}` }
  return { path, message: join(`${kind.toLowerCase()} ${shown}`.trim(), why) }
}

const join = (first: string, second: string) => (second === "" ? first : `${first}: ${second}`)

/** The value in Go's format: a quoted string, JSON, or anything up to the next colon. */
function leadingValue(text: string): string {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(text)
  if (quoted !== null) return quoted[0]
  if (!/^[{[]/.test(text)) return /^[^:]*/.exec(text)?.[0] ?? ""
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === "\\") at += 1
    else if (character === '"') inText = !inText
    else if (!inText && (character === "{" || character === "[")) depth += 1
    else if (!inText && (character === "}" || character === "]")) {
      depth -= 1
      if (depth === 0) return text.slice(0, at + 1)
    }
  }
  return text
}
