/** How a receiver verifies a signature without a library; docs/webhooks.md shows the same. */
export const nodeSnippet = `import { createHmac, timingSafeEqual } from "node:crypto"

/** \`body\`: the body of the request as it arrived, before it is parsed. */
export function verifyWebhook(headers, body, secret) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300)) return false
  const key = Buffer.from(secret.replace("whsec_", ""), "base64")
  const expected = createHmac("sha256", key).update(\`\${id}.\${timestamp}.\${body}\`).digest()
  return String(signatures)
    .split(" ")
    .some((signature) => {
      const sent = Buffer.from(signature.replace("v1,", ""), "base64")
      return sent.length === expected.length && timingSafeEqual(sent, expected)
    })
}
`

export const pythonSnippet = `import base64, hashlib, hmac, time

def verify_webhook(headers, body: bytes, secret: str) -> bool:
    """\`body\`: the body of the request as it arrived, before it is parsed."""
    timestamp = headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, sent) for sent in headers["webhook-signature"].split())
`
