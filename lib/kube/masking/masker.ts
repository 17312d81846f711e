import type { Mask } from "./mask"
import { formsOf } from "./secret-forms"

/** Shorter ones are in too many texts by chance. */
const shortest = 4
/** Shorter ones count only where they stand alone, not in the middle of a word. */
const shortestInside = 8
const ordinary = new Set([
  "true",
  "false",
  "null",
  "none",
  "default",
  "enabled",
  "disabled",
  "opaque",
  "admin",
  "root",
])
/** A password may hold a slash or an at sign, and a port before a path is none. */
const credentialsInUrl =
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/(?:⟦masked:[0-9a-f]{16}⟧|[^\s:/@"'⟦])*:)(?!\d{1,5}[/?#])((?:[^\s@"']|@(?=[^\s@"',]*@)){1,4000})(@)/gi
const nameInUrl = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s:/?#@"'<>]+)(@)/gi
/** Whoever is named alone before a web address is a token; elsewhere, such as in ssh://git@…, only what is as long. */
const shortestToken = 16
const endsInWord = /[\p{L}\p{N}]$/u
const beginsWord = /^[\p{L}\p{N}]/u
const secretFlag =
  /(--?[\w-]*(?:password|passwd|secret|token|api-?key)[\w-]*[= ])("[^"]*"|'[^']*'|[^\s"']+)/gi

type Form = { text: string; secret: string }

/**
 * Takes known secrets out of any text, in every form in which they stand in YAML, JSON, URLs and Kubernetes Secrets. The
 * time depends on the length of the text, and hardly on how many secrets are known.
 */
export class Masker {
  private readonly forms = new Map<string, Form>()
  /** The lengths of the forms that begin so, longest first. */
  private readonly lengths = new Map<string, number[]>()
  private readonly beginnings = new Uint8Array(65_536)

  constructor(
    secrets: Iterable<string>,
    private readonly mask: Mask,
  ) {
    for (const secret of new Set(secrets)) {
      if (!isWorthHiding(secret)) continue
      for (const text of formsOf(secret)) if (isWorthHiding(text)) this.forms.set(text, { text, secret })
    }
    for (const [text] of this.forms) {
      const beginning = text.slice(0, shortest)
      const known = this.lengths.get(beginning)
      if (known === undefined) this.lengths.set(beginning, [text.length])
      else if (!known.includes(text.length)) known.push(text.length)
      this.beginnings[hashAt(text, 0)] = 1
    }
    for (const lengths of this.lengths.values()) lengths.sort((one, other) => other - one)
  }

  text(text: string): string {
    return this.withoutSecrets(text)
      .replaceAll(credentialsInUrl, (all, before: string, secret: string, after: string) =>
        isMask(secret) ? all : `${before}${this.mask(secret)}${after}`,
      )
      .replaceAll(nameInUrl, (all, scheme: string, name: string, after: string) =>
        isToken(scheme, name) ? `${scheme}${this.mask(name)}${after}` : all,
      )
      .replaceAll(secretFlag, (all, flag: string, secret: string) =>
        isMask(secret) ? all : `${flag}${this.mask(secret)}`,
      )
  }

  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value)
    if (typeof value === "number") return this.number(value)
    if (Array.isArray(value)) return value.map((inner) => this.value(inner))
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [this.text(key), this.value(inner)]),
    )
  }

  private number(value: number): unknown {
    const text = String(value)
    return this.forms.has(text) ? this.mask(text) : value
  }

  private withoutSecrets(text: string): string {
    let result = ""
    let done = 0
    for (let at = 0; at <= text.length - shortest; at++) {
      const form = this.formAt(text, at)
      if (form === null) continue
      // Where secrets overlap, all that belongs to any of them goes.
      let end = at + form.text.length
      for (let inside = at + 1; inside < end; inside++) {
        end = Math.max(end, inside + (this.formAt(text, inside)?.text.length ?? 0))
      }
      const isWhole = end === at + form.text.length
      result += text.slice(done, at) + this.mask(isWhole ? form.secret : text.slice(at, end))
      done = end
      at = end - 1
    }
    return done === 0 ? text : result + text.slice(done)
  }

  /** The longest form that stands here. */
  private formAt(text: string, at: number): Form | null {
    if (this.beginnings[hashAt(text, at)] !== 1) return null
    for (const length of this.lengths.get(text.slice(at, at + shortest)) ?? []) {
      if (at + length > text.length) continue
      const form = this.forms.get(text.slice(at, at + length))
      if (form !== undefined && (length >= shortestInside || isAlone(text, at, length))) return form
    }
    return null
  }
}

/** Of the first characters of a form, the fewest that one has. */
function hashAt(text: string, at: number): number {
  const [one, two] = [text.charCodeAt(at), text.charCodeAt(at + 1)]
  const [three, four] = [text.charCodeAt(at + 2), text.charCodeAt(at + 3)]
  return (one ^ (two << 5) ^ (three << 9) ^ (four << 12)) & 0xffff
}

function isAlone(text: string, at: number, length: number): boolean {
  return (
    !endsInWord.test(text.slice(Math.max(0, at - 2), at)) &&
    !beginsWord.test(text.slice(at + length, at + length + 2))
  )
}

const isMask = (text: string) => text.includes("⟦masked:") || text.includes("••••")

export function isWorthHiding(secret: string): boolean {
  const plain = secret.trim()
  if (plain.length < shortest || ordinary.has(plain.toLowerCase())) return false
  return !/^\d+$/.test(plain) || plain.length >= 6
}

function isToken(scheme: string, name: string): boolean {
  if (isMask(name) || name === "git") return false
  return /https?:\/\/$/i.test(scheme) || name.length >= shortestToken
}
