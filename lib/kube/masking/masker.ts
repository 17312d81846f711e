import { type Mask, showMasked } from "./mask"
import { formsOf } from "./secret-forms"

/** Shorter texts occur too often by chance. */
const shortest = 4
/** Shorter texts match only as whole words. */
const shortestInside = 8
const ordinary = /^(true|false|null|none|default|enabled|disabled|opaque|admin|root)$/i
/** A password may contain a slash or an at sign; a port before a path is not a password. */
const credentialsInUrl =
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/(?:⟦masked:[0-9a-f]{16}⟧|[^\s:/@"'⟦])*:)(?!\d{1,5}[/?#])((?:[^\s@"']|@(?=[^\s@"',]*@)){1,4000})(@)/gi
const nameInUrl = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s:/?#@"'<>]+)(@)/gi
/** A lone user name in a web address is a token; for other schemes, as in ssh://git@…, only if it is at least this long. */
const shortestToken = 16
const endsInWord = /[\p{L}\p{N}]$/u
const startsWithLetter = /^[\p{L}\p{N}]/u
/** Bounded, so that a long run of such characters does not take quadratic time. */
const secretFlag =
  /((?<=-[\w-]{0,80})(?:password|passwd|secret|token|api-?key)[\w-]{0,80}[= ])("[^"]*"|'[^']*'|[^\s"']+)/gi

type Form = { text: string; secret: string }

/**
 * Removes known secrets from any text, in every encoding used in YAML, JSON, URLs and Kubernetes Secrets. The runtime
 * depends on the length of the text, and hardly on the number of secrets.
 */
export class Masker {
  private readonly forms = new Map<string, Form>()
  /** The lengths of the forms by their first characters, longest first. */
  private readonly lengths = new Map<string, number[]>()
  private readonly isFirstHash = new Uint8Array(65_536)

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
      const lengths = this.lengths.get(beginning)
      if (lengths === undefined) this.lengths.set(beginning, [text.length])
      else if (!lengths.includes(text.length)) lengths.push(text.length)
      this.isFirstHash[hashAt(text, 0)] = 1
    }
    for (const lengths of this.lengths.values()) lengths.sort((a, b) => b - a)
  }

  text(text: string): string {
    return this.withoutSecrets(text)
      .replaceAll(credentialsInUrl, (match, before: string, secret: string, after: string) =>
        isMask(secret) ? match : `${before}${this.mask(secret)}${after}`,
      )
      .replaceAll(nameInUrl, (match, scheme: string, name: string, after: string) =>
        isToken(scheme, name) ? `${scheme}${this.mask(name)}${after}` : match,
      )
      .replaceAll(secretFlag, (match, flag: string, secret: string) =>
        isMask(secret) ? match : `${flag}${this.mask(secret)}`,
      )
  }

  /** The text as users see it. */
  readonly visible = (text: string): string => showMasked(this.text(text))

  private withoutSecrets(text: string): string {
    let result = ""
    let done = 0
    for (let at = 0; at <= text.length - shortest; at++) {
      const form = this.formAt(text, at)
      if (form === null) continue
      // Where secrets overlap, the union is masked.
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

  /** The longest form at this position. */
  private formAt(text: string, at: number): Form | null {
    if (this.isFirstHash[hashAt(text, at)] !== 1) return null
    for (const length of this.lengths.get(text.slice(at, at + shortest)) ?? []) {
      if (at + length > text.length) continue
      const form = this.forms.get(text.slice(at, at + length))
      if (form !== undefined && (length >= shortestInside || isAlone(text, at, length))) return form
    }
    return null
  }
}

/** The length of the prefix used for hashing: the shortest form. */
function hashAt(text: string, at: number): number {
  const one = text.charCodeAt(at)
  const two = text.charCodeAt(at + 1)
  const three = text.charCodeAt(at + 2)
  const four = text.charCodeAt(at + 3)
  return (one ^ (two << 5) ^ (three << 9) ^ (four << 12)) & 0xffff
}

function isAlone(text: string, at: number, length: number): boolean {
  return (
    !endsInWord.test(text.slice(Math.max(0, at - 2), at)) &&
    !startsWithLetter.test(text.slice(at + length, at + length + 2))
  )
}

const isMask = (text: string) => text.includes("⟦masked:") || text.includes("••••")

export function isWorthHiding(secret: string): boolean {
  const plain = secret.trim()
  if (plain.length < shortest || ordinary.test(plain)) return false
  return !/^\d+$/.test(plain) || plain.length >= 6
}

function isToken(scheme: string, name: string): boolean {
  if (isMask(name) || name === "git") return false
  return /https?:\/\/$/i.test(scheme) || name.length >= shortestToken
}
