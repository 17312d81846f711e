import { createHmac, randomBytes } from "node:crypto"

const prefix = "whsec_"

/** A secret of Standard Webhooks: 32 random bytes. */
export const makeSecret = (): string => `${prefix}${randomBytes(32).toString("base64")}`

/** What the receiver verifies: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function signatureHeaders(
  message: { id: string; at: Date; payload: string },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1_000))
  const signed = `${message.id}.${timestamp}.${message.payload}`
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets.map((secret) => `v1,${signatureOf(signed, secret)}`).join(" "),
  }
}

function signatureOf(signed: string, secret: string): string {
  const key = Buffer.from(secret.slice(prefix.length), "base64")
  return createHmac("sha256", key).update(signed, "utf8").digest("base64")
}
