import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { maskFor } from "./mask"
import { Masker } from "./masker"

const mask = maskFor(new Uint8Array(32), "test")
const base64 = (text: string) => Buffer.from(text).toString("base64")
const goJson = (text: string) =>
  JSON.stringify(text).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)

const derivations: Record<string, (secret: string) => string> = {
  "as it is": (secret) => `password is ${secret}.`,
  "in base64": (secret) => `data: ${base64(secret)}`,
  "in base64 without padding": (secret) => base64(secret).replace(/=+$/, ""),
  "in URL-safe base64": (secret) => Buffer.from(secret).toString("base64url"),
  "in base64 of a user and password": (secret) => `Basic ${base64(`admin:${secret}`)}`,
  "in base64 of JSON": (secret) => base64(`{"auth": ${JSON.stringify(secret)}}`),
  "in base64 of a longer user name": (secret) => base64(`robot1:${secret}@host`),
  "in JSON": (secret) => JSON.stringify({ v: secret }),
  "in JSON within JSON": (secret) => JSON.stringify(JSON.stringify({ v: secret })),
  "in JSON as Go writes it": (secret) => goJson(secret),
  "URL-encoded": (secret) => `https://host/?token=${encodeURIComponent(secret)}&x=1`,
  "URL-encoded in lower case": (secret) =>
    encodeURIComponent(secret).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  "URL-encoded as a form": (secret) => new URLSearchParams({ v: secret }).toString().replaceAll("%7E", "~"),
  "in single-quoted YAML": (secret) => `key: '${secret.replaceAll("'", "''")}'`,
  "in double-quoted YAML": (secret) => `key: ${JSON.stringify(secret)}`,
}

const secrets = [
  "hunter2hunter2",
  "p@ss w0rd/with+signs=",
  "quote'and\"double",
  "<tag>&amp;value",
  "grüße-aus-köln",
  "back\\slash\\secret",
]

/** The longest part of `secret` that is still in the text. */
function leaked(text: string, secret: string): number {
  for (let length = secret.length; length >= 4; length--)
    for (let at = 0; at + length <= secret.length; at++)
      if (text.includes(secret.slice(at, at + length))) return length
  return 0
}

describe("a masked text", () => {
  it.each(Object.entries(derivations))("contains no secret %s", (_how, derive) => {
    for (const secret of secrets) {
      const maskedText = new Masker([secret], mask).text(derive(secret))
      expect(maskedText, `${derive(secret)} → ${maskedText}`).toContain("⟦masked:")
      expect(leaked(decodeAll(maskedText), secret)).toBeLessThan(4)
    }
  })

  it("contains no line of a multi-line secret, however it is indented or encoded", () => {
    const lines = ["first-line-of-it", "second 'line' of it"]
    const masker = new Masker([`${lines.join("\n")}\n`], mask)
    const text = `key: |\n${lines.map((line) => `    ${line}`).join("\n")}\n${lines.map(base64).join(" ")}`
    for (const line of lines) {
      expect(masker.text(text)).not.toContain(line)
      expect(masker.text(text)).not.toContain(base64(line))
    }
  })

  it("contains no base64 of a text that includes a secret, at any offset", () => {
    const printable = fc.string({ minLength: 10, maxLength: 40, unit: "grapheme-ascii" })
    const secretOf = printable.filter((text) => text.trim() === text && !/^\d+$/.test(text))
    fc.assert(
      fc.property(
        secretOf,
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        (secret, before, after) => {
          const maskedText = new Masker([secret], mask).text(base64(before + secret + after))
          expect(maskedText).toContain("⟦masked:")
        },
      ),
    )
  })
})

/** What a reader could learn by decoding the remaining text. */
function decodeAll(text: string): string {
  const unquoted = text.replaceAll(/\\(["\\/])/g, "$1").replaceAll("''", "'")
  const parts = text.split(/⟦masked:[0-9a-f]{16}⟧|[^\w+/=-]+/)
  return [text, unquoted, ...parts.map((part) => Buffer.from(part, "base64").toString("utf8"))].join("\n")
}
