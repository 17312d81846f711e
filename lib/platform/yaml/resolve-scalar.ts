import { YamlError } from "./yaml-error"

/**
 * Types a scalar as sigs.k8s.io/yaml, and with it Helm, does: YAML 1.1 with the extensions of Go's number syntax. Integers
 * become numbers as in JSON, so those beyond 2^53 lose digits.
 */
export type Scalar = string | number | boolean | null

const standardTag = "tag:yaml.org,2002:"
const words = new Map<string, Scalar>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map(
    (word) => [word, true] as const,
  ),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(
    (word) => [word, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
])

const timestamp =
  /^\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[+-]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/
const integer = /^[-+]?(0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|[1-9]\d*|0)$/
const decimal = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/
const sexagesimal = /^[-+]?\d+(:[0-5]?\d)+(\.\d*)?$/
/** Go parses the digits after the prefix separately, sign included. */
const signedBinary = /^0b([-+][01]+)$/

const maxUnsigned = 2n ** 64n - 1n
const maxSigned = 2n ** 63n - 1n
const minSigned = -(2n ** 63n)

export type ResolvedScalar = {
  value: Scalar
  type: "null" | "bool" | "int" | "float" | "str" | "timestamp" | "other"
  /** An integer with all its digits. */
  exact?: bigint
}

/** `tag`: as written, with its handle resolved; null for a plain scalar without one. */
export function resolveScalar(text: string, tag: string | null): ResolvedScalar {
  const tagName = tag?.startsWith(standardTag) ? tag.slice(standardTag.length) : null
  if (tag === null) return resolvePlain(text)
  switch (tagName) {
    case "str":
      return { value: text, type: "str" }
    case "binary":
      return { value: decodeBase64(text), type: "other" }
    case "timestamp":
      if (timestamp.test(text)) return { value: text, type: "timestamp" }
      break
    case "bool":
    case "int":
    case "float":
    case "null": {
      const resolved = resolvePlain(text)
      if (resolved.type === tagName) return resolved
      if (tagName === "float" && resolved.exact !== undefined && resolved.exact <= maxSigned) {
        return { value: resolved.value, type: "float" }
      }
      break
    }
    default:
      return { value: text, type: "other" }
  }
  throw new YamlError(`The value is tagged !!${tagName} but is not written as one.`)
}

function resolvePlain(text: string): ResolvedScalar {
  const word = words.get(text)
  if (word !== undefined) return { value: word, type: typeOfWord(word) }
  const first = text.charAt(0)
  if (first === ".") {
    const number = decimalNumber(underscoresBetweenDigits(text) ? text.replaceAll("_", "") : text)
    if (number !== null) return { value: number, type: "float" }
  } else if (/[-+\d]/.test(first) && !timestamp.test(text)) {
    const plain = text.replaceAll("_", "")
    const integer = integerOf(plain)
    if (integer !== null) return { value: Number(integer), type: "int", exact: integer }
    const number = decimalNumber(plain)
    if (number !== null) return { value: number, type: "float" }
  }
  return { value: text, type: timestamp.test(text) ? "timestamp" : "str" }
}

function typeOfWord(word: Scalar): ResolvedScalar["type"] {
  if (word === null) return "null"
  return typeof word === "boolean" ? "bool" : "float"
}

/** Null if it is not an integer or does not fit in 64 bits; it may still be a float. */
function integerOf(text: string): bigint | null {
  const binary = signedBinary.exec(text)?.[1]
  if (binary !== undefined) return withSign(binary[0], BigInt(`0b${binary.slice(1)}`))
  if (!integer.test(text)) return null
  const digits = text.replace(/^[-+]/, "")
  const value = withSign(text[0], BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits))
  const isSigned = /^[-+]/.test(text)
  return value >= minSigned && value <= (isSigned ? maxSigned : maxUnsigned) ? value : null
}

const withSign = (sign: string | undefined, value: bigint) => (sign === "-" ? -value : value)

/** A number out of range stays a string, as in Go. */
function decimalNumber(text: string): number | null {
  if (!decimal.test(text)) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

const underscoresBetweenDigits = (text: string) => !/(^|\D)_|_(\D|$)/.test(text)

function decodeBase64(text: string): string {
  const encoded = text.replace(/[\r\n]/g, "")
  try {
    if (encoded.length % 4 !== 0 || /\s/.test(encoded)) throw new Error("not padded")
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes)
  } catch {
    throw new YamlError("The value is tagged !!binary but is not the base64 of a text.")
  }
}

/** Whether any reader interprets a plain text as another type: YAML 1.1, YAML 1.2, or Go's extensions. */
export function looksLikeAnotherType(text: string): boolean {
  if (resolvePlain(text).type !== "str" || text === "<<" || text === "=") return true
  const plain = text.replaceAll("_", "")
  return decimal.test(plain) || integer.test(plain) || sexagesimal.test(plain) || /^[-+]?0\d+$/.test(plain)
}

/** A key as the string that Helm converts it to; null if Helm rejects it. */
export function formatKey({ value, exact }: ResolvedScalar): string | null {
  if (value === null) return null
  if (exact !== undefined) return exact > maxSigned ? null : String(exact)
  return typeof value === "number" ? formatFloat32(value) : String(value)
}

/** Go's FormatFloat(value, 'g', -1, 32), with YAML's names for infinity and not-a-number. */
function formatFloat32(value: number): string {
  if (Number.isNaN(value)) return ".nan"
  const single = Math.fround(value)
  if (!Number.isFinite(single)) return single > 0 ? ".inf" : "-.inf"
  if (single === 0) return Object.is(single, -0) ? "-0" : "0"
  let digits = 1
  while (Math.fround(Number(single.toPrecision(digits))) !== single) digits += 1
  const power = Number(single.toExponential(digits - 1).split("e")[1])
  if (power >= -4 && power < 6) return String(Number(single.toPrecision(digits)))
  return single.toExponential(digits - 1).replace(/e([-+])(\d)$/, "e$10$2")
}
