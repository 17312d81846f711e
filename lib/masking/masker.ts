import type { Mask } from "./mask"

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
const armour = /^-----(BEGIN|END) [A-Z0-9 ]+-----$/
const secretFlag =
  /(--?[\w-]*(?:password|passwd|secret|token|api-?key)[\w-]*[= ])("[^"]*"|'[^']*'|[^\s"']+)/gi

/** Takes known secrets out of any text, in every form in which they stand in YAML, JSON, URLs and Kubernetes Secrets. */
export class Masker {
  private readonly forms: readonly { form: string; secret: string }[]

  constructor(
    secrets: Iterable<string>,
    private readonly mask: Mask,
  ) {
    const known = [...new Set(secrets)].filter(isWorthHiding)
    this.forms = known
      .flatMap((secret) => formsOf(secret).map((form) => ({ form, secret })))
      .sort((one, other) => other.form.length - one.form.length)
  }

  text(text: string): string {
    let result = text
    for (const { form, secret } of this.forms) {
      if (result.includes(form)) result = replace(result, form, this.mask(secret))
    }
    return result
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
    return this.forms.some(({ form }) => form === text) ? this.mask(text) : value
  }
}

function replace(text: string, form: string, mask: string): string {
  if (form.length >= shortestInside) return text.replaceAll(form, mask)
  const parts = text.split(form)
  return parts.reduce((done, part) => {
    const alone = !/[\p{L}\p{N}]$/u.test(done) && !/^[\p{L}\p{N}]/u.test(part)
    return `${done}${alone ? mask : form}${part}`
  })
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

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64")
  const forms = [secret, secret.trim(), inJson(secret), base64, encodeURIComponent(secret.toWellFormed())]
  return [...new Set([...forms, ...linesOf(secret).flatMap((line) => [line, inJson(line)])])]
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

/** The lines of a secret of several, since they are indented elsewhere, or told one by one. */
function linesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  if (lines.length === 1) return []
  return lines.filter((line) => line.length >= shortestInside && isWorthHiding(line) && !armour.test(line))
}
