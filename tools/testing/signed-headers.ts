import { createHmac } from "node:crypto"
import type { EventSystem } from "@/lib/ledger/event-sources/systems"

const hex = (secret: string, body: string) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`

/** The headers that sign a body as each system does. */
export const signedHeaders: Record<EventSystem, (secret: string, body: string) => Record<string, string>> = {
  GITHUB: (secret, body) => ({
    "x-github-event": "deployment_status",
    "x-github-delivery": crypto.randomUUID(),
    "x-hub-signature-256": hex(secret, body),
  }),
  GITLAB: (secret) => ({ "x-gitlab-event": "Deployment Hook", "x-gitlab-token": secret }),
  FLUX: (secret, body) => ({ "x-signature": hex(secret, body) }),
  GENERIC: (secret, body) => standardHeaders(secret, body),
}

/** The headers of Standard Webhooks. */
export function standardHeaders(secret: string, body: string, at = Date.now()): Record<string, string> {
  const id = `msg_${crypto.randomUUID()}`
  const timestamp = String(Math.floor(at / 1_000))
  const key = Buffer.from(secret.slice("whsec_".length), "base64")
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` }
}
