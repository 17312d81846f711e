import { createHmac } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DomainError } from "@/lib/platform/errors"
import { signatures } from "./signatures"
import { type EventSystem, eventSystems } from "./systems"

const now = new Date("2026-11-30T10:00:00Z")
const timestamp = String(now.getTime() / 1_000)
const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`
const otherSecret = `whsec_${Buffer.alloc(32, 8).toString("base64")}`
const body = Buffer.from('{"a":1}')

const isSigned = (
  system: EventSystem,
  headers: Record<string, string>,
  { sent = body, key = secret }: { sent?: Buffer; key?: string } = {},
) => signatures[system].read(new Headers(headers), sent, now)?.(key) ?? null

function standard(key: string, at = timestamp, id = "msg_1"): Record<string, string> {
  const bytes = Buffer.from(key.slice("whsec_".length), "base64")
  const signature = createHmac("sha256", bytes).update(`${id}.${at}.`).update(body).digest("base64")
  return { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": `v1,${signature}` }
}

describe("The signature of GitHub", () => {
  const key = "It's a Secret to Everybody"
  const sent = Buffer.from("Hello, World!")
  const hex = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

  it("is the HMAC of the raw body, as in GitHub's documentation", () => {
    expect(isSigned("GITHUB", { "x-hub-signature-256": `sha256=${hex}` }, { sent, key })).toBe(true)
    expect(isSigned("GITHUB", { "x-hub-signature-256": `sha256=${hex}` }, { key })).toBe(false)
    expect(isSigned("GITHUB", { "x-hub-signature-256": `sha256=${hex}` }, { sent })).toBe(false)
  })

  it.each(["", hex, `sha1=${hex}`, `sha256=${hex.slice(1)}`, `sha256=${hex}0`, "sha256=x"])(
    "is required in its form: not %o",
    (header) => expect(isSigned("GITHUB", { "x-hub-signature-256": header }, { sent, key })).toBeNull(),
  )
})

describe("The signature of Flux", () => {
  it("is the HMAC in X-Signature", () => {
    const hex = createHmac("sha256", secret).update(body).digest("hex")
    expect(isSigned("FLUX", { "x-signature": `sha256=${hex}` })).toBe(true)
    expect(isSigned("FLUX", { "x-hub-signature-256": `sha256=${hex}` })).toBeNull()
  })
})

describe("The signature of GitLab", () => {
  it("is the secret token, or a signature by Standard Webhooks", () => {
    expect(isSigned("GITLAB", { "x-gitlab-token": secret })).toBe(true)
    expect(isSigned("GITLAB", { "x-gitlab-token": otherSecret })).toBe(false)
    expect(isSigned("GITLAB", { "x-gitlab-token": "" })).toBeNull()
    expect(isSigned("GITLAB", standard(secret))).toBe(true)
  })

  it("never falls back to the token where there is a signature", () => {
    const token = { "x-gitlab-token": secret }
    expect(isSigned("GITLAB", { ...token, ...standard(otherSecret) })).toBe(false)
    expect(isSigned("GITLAB", { ...token, "webhook-signature": "" })).toBeNull()
    expect(isSigned("GITLAB", { ...token, "webhook-signature": "v1,x" })).toBeNull()
  })
})

describe("A signature by Standard Webhooks", () => {
  it("covers id, time and body", () => {
    const headers = standard(secret)
    expect(isSigned("GENERIC", headers)).toBe(true)
    expect(isSigned("GENERIC", headers, { key: otherSecret })).toBe(false)
    expect(isSigned("GENERIC", headers, { sent: Buffer.from("{}") })).toBe(false)
    expect(isSigned("GENERIC", { ...headers, "webhook-id": "msg_2" })).toBe(false)
    expect(isSigned("GENERIC", { ...headers, "webhook-timestamp": String(Number(timestamp) - 1) })).toBe(
      false,
    )
  })

  it("may be one of several, as during a rotation", () => {
    const both = `${standard(otherSecret)["webhook-signature"]} ${standard(secret)["webhook-signature"]}`
    expect(isSigned("GENERIC", { ...standard(secret), "webhook-signature": both })).toBe(true)
  })

  it.each([-301, 301])("is rejected %i seconds from now", (seconds) => {
    const at = String(Number(timestamp) + seconds)
    expect(() => isSigned("GENERIC", standard(secret, at))).toThrow(/5 minutes/)
  })

  it.each([-300, 300])("is accepted %i seconds from now", (seconds) => {
    expect(isSigned("GENERIC", standard(secret, String(Number(timestamp) + seconds)))).toBe(true)
  })
})

it("A request with any headers is not signed, and fails with nothing but a 401", () => {
  const names = ["x-hub-signature-256", "x-signature", "x-gitlab-token"]
  const standardNames = ["webhook-id", "webhook-timestamp", "webhook-signature"]
  const text = fc.oneof(
    fc.stringMatching(/^[!-~]{0,80}$/),
    fc.stringMatching(/^(sha256=[0-9a-f]{60,70}|v1,[A-Za-z0-9+/]{40,45}=|\d{1,14})$/),
  )
  const headers = fc.dictionary(fc.constantFrom(...names, ...standardNames), text)
  fc.assert(
    fc.property(fc.constantFrom(...eventSystems), headers, (system, sent) => {
      try {
        expect([null, false]).toContain(isSigned(system, sent))
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        expect(error.kind).toBe("unauthenticated")
      }
    }),
    { numRuns: 1_000 },
  )
})
