/** Shorter texts occur too often by chance. */
const minPartLength = 8

const armour = /^-----(BEGIN|END) [A-Z0-9 ]+-----$/

/**
 * The forms in which a secret appears in YAML, JSON, URLs, headers and Kubernetes Secrets, including itself: quoted,
 * encoded, each of its lines, and within the base64 of a longer text.
 */
export function formsOf(secret: string): string[] {
  const forms = [secret, secret.trim(), ...base64Forms(secret)]
  if (!/^[\w.-]*$/.test(secret)) {
    const quoted = quotedForms(secret)
    forms.push(...quoted, ...quoted.flatMap(base64Forms), ...urlForms(secret))
  }
  for (const line of linesOf(secret)) forms.push(line, ...quotedForms(line), ...base64Forms(line))
  return [...new Set(forms)].filter((form) => form !== "")
}

/** As Go's `encoding/json` writes it, which escapes characters that could end a script in a page. */
const inGoJson = (json: string) => json.replaceAll(/[<>&\u2028\u2029]/g, escaped)

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`

/** In JSON (and double-quoted YAML), in single-quoted YAML, and as Go quotes it with `%q`. */
function quotedForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const nestedJson = JSON.stringify(json).slice(1, -1)
  return [json, inGoJson(json), json.replaceAll(/[^ -~]/g, escaped), nestedJson, text.replaceAll("'", "''")]
}

function urlForms(text: string): string[] {
  const encoded = encodeURIComponent(text.toWellFormed())
  const strict = encoded.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const lowerCase = (form: string) => form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
  return [encoded, strict, ...[encoded, strict].map(lowerCase), strict.replaceAll("%20", "+")]
}

/**
 * Base64 with and without padding, in both alphabets, and the part of it in the base64 of a longer text, such as
 * `user:password`, at each of the three possible offsets.
 */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text)
  const padded = bytes.toString("base64")
  const forms = [padded, padded.replace(/=+$/, "")]
  if (text.length >= minPartLength) {
    for (const offset of [0, 1, 2]) {
      const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
        .toString("base64")
        .replace(/=+$/, "")
      const isCut = (offset + bytes.length) % 3 !== 0
      forms.push(shifted.slice(offset === 0 ? 0 : offset + 1, isCut ? -1 : undefined))
    }
  }
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")])
}

/** The lines of a multi-line secret, because they may be indented or written one by one. */
function linesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  if (lines.length === 1) return []
  return lines.filter((line) => line.length >= minPartLength && !armour.test(line))
}
