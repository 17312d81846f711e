import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import { DomainError } from "@/lib/platform/errors"
import { signatureOf } from "@/lib/platform/standard-webhooks"
import type { EventSystem } from "./systems"

type IsSignedWith = (secret: string) => boolean

/** How old or how far ahead the time of a signature may be. */
const toleranceMs = 5 * 60_000
const maxSignatures = 10

type Signature = {
  /** What is missing from a request that is not signed. */
  missing: string
  /** Null: the request is not signed as this system does. */
  read: (headers: Headers, body: Uint8Array, now: Date) => IsSignedWith | null
}

const gitLab: Signature = {
  missing: "Enter the secret of an event source as the signing token or the secret token of the webhook.",
  read: (headers, body, now) =>
    // Never falls back from a signature to the token, which does not protect the body.
    headers.has("webhook-signature")
      ? readStandardSignature(headers, body, now)
      : readToken(headers.get("x-gitlab-token")),
}

export const signatures: Record<EventSystem, Signature> = {
  GITHUB: {
    missing:
      "X-Hub-Signature-256 is missing or malformed. Enter the secret of an event source in the webhook.",
    read: (headers, body) => readHexSignature(headers.get("x-hub-signature-256"), body),
  },
  GITLAB: gitLab,
  FLUX: {
    missing:
      "X-Signature is missing or malformed. Use a provider of type generic-hmac with the secret of an event source.",
    read: (headers, body) => readHexSignature(headers.get("x-signature"), body),
  },
  GENERIC: {
    missing:
      "Sign the request according to Standard Webhooks, with webhook-id, webhook-timestamp in seconds, and webhook-signature.",
    read: readStandardSignature,
  },
}

function readHexSignature(header: string | null, body: Uint8Array): IsSignedWith | null {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header ?? "")?.[1]
  if (hex === undefined) return null
  const sent = Buffer.from(hex, "hex")
  return (secret) => timingSafeEqual(sent, createHmac("sha256", secret).update(body).digest())
}

/** Compares hashes, because the texts may differ in length. */
function readToken(token: string | null): IsSignedWith | null {
  if (token === null || token === "") return null
  const hash = (text: string) => createHash("sha256").update(text).digest()
  const sent = hash(token)
  return (secret) => timingSafeEqual(sent, hash(secret))
}

/** https://github.com/standard-webhooks/standard-webhooks: an HMAC of id, time and body; several during a rotation. */
function readStandardSignature(headers: Headers, body: Uint8Array, now: Date): IsSignedWith | null {
  const id = headers.get("webhook-id") ?? ""
  const timestamp = headers.get("webhook-timestamp") ?? ""
  if (id === "" || !/^\d{1,12}$/.test(timestamp)) return null
  const sent = (headers.get("webhook-signature") ?? "")
    .split(" ", maxSignatures)
    .flatMap((part) => /^v1,([A-Za-z0-9+/]{43}=)$/.exec(part)?.[1] ?? [])
    .map((text) => Buffer.from(text, "base64"))
  if (sent.length === 0) return null
  if (Math.abs(now.getTime() - Number(timestamp) * 1_000) > toleranceMs) {
    throw new DomainError(
      "unauthenticated",
      "webhook-timestamp differs from the server's time by more than 5 minutes. Send the event again, or check the clocks.",
    )
  }
  return (secret) => {
    const expected = signatureOf({ id, timestamp, body }, secret)
    return sent.filter((one) => timingSafeEqual(one, expected)).length > 0
  }
}
