import { webcrypto } from "node:crypto"
import { expect, it } from "vitest"
import { makeSecret, signatureHeaders } from "./standard-webhooks"

/** The example of the libraries of Standard Webhooks. */
const published = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  message: {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    at: new Date(1_614_265_330_000),
    payload: '{"test": 2432232314}',
  },
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}

it("signs the published example as published", () => {
  expect(signatureHeaders(published.message, [published.secret])).toEqual({
    "webhook-id": published.message.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": published.signature,
  })
})

it("signs any text as an independent implementation does, with each secret", async () => {
  const secrets = [makeSecret(), makeSecret()]
  const message = {
    id: crypto.randomUUID(),
    at: new Date(1_799_999_999_999),
    payload: '{"notes":"größer, 漢字, 😀\\n"}',
  }
  const headers = signatureHeaders(message, secrets)
  const signed = new TextEncoder().encode(`${message.id}.1799999999.${message.payload}`)
  const signatures = await Promise.all(
    secrets.map(async (secret) => {
      const bytes = Uint8Array.from(atob(secret.slice("whsec_".length)), (letter) => letter.charCodeAt(0))
      expect(bytes.length).toBe(32)
      const key = await webcrypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
        "sign",
      ])
      return `v1,${Buffer.from(await webcrypto.subtle.sign("HMAC", key, signed)).toString("base64")}`
    }),
  )
  expect(headers["webhook-signature"]).toBe(signatures.join(" "))
})
