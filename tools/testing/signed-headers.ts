import { createHmac } from "node:crypto"
import type { EventSystem } from "@/lib/ledger/event-sources/systems"
import { signatureHeaders } from "@/lib/platform/standard-webhooks"

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
export const standardHeaders = (secret: string, payload: string, at = Date.now()) =>
  signatureHeaders({ id: `msg_${crypto.randomUUID()}`, at: new Date(at), payload }, [secret])
