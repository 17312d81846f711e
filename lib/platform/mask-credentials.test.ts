import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { maskCredentials } from "./mask-credentials"

const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/)

const forms: Record<string, (secret: string) => string> = {
  "the password of a URL": (it) => `https://ci:${it}@git.example.com/shop.git`,
  "a password of a URL with a slash and an at sign": (it) => `postgres://app:a/b@${it}@db/shop`,
  "a token of a URL": (it) => `see https://${it}@git.example.com/shop.git.`,
  "a query parameter": (it) => `https://ci.example.com/run?id=4&access_token=${it}&page=2`,
  "a signed URL": (it) => `https://store.example.com/log?sv=1&sig=${it}`,
  "a variable": (it) => `DB_PASSWORD=${it} ./deploy.sh`,
  "a JSON member": (it) => `{"apiKey": "${it}", "name": "shop"}`,
  "a quoted text": (it) => `client-secret: '${it} with spaces'`,
  "an option": (it) => `helm login --password "${it}"`,
  "a header": (it) => `Authorization: Bearer ${it}`,
  "a scheme alone": (it) => `curl -H 'authorization:bearer ${it}'`,
  "a token of Slipway": (it) => `used slw_${it} here`,
  "a token of GitHub": (it) => `ghp_${it}`,
  "a token of GitLab": (it) => `glpat-${it}`,
  "a JSON web token": (it) => `eyJhbGciOi.${it}.${it}`,
  "a private key": (it) => `-----BEGIN RSA PRIVATE KEY-----\n${it}\n-----END`,
}

describe("maskCredentials", () => {
  it.each(Object.entries(forms))("hides %s", (_, form) => {
    fc.assert(
      fc.property(secret, (text) => {
        expect(maskCredentials(form(text))).not.toContain(text)
      }),
    )
  })

  it.each([
    "https://ci.example.com/runs/1042?attempt=2",
    "v2.1.0-abc1234",
    "Rolled back: the author of the design signed off at 10:00.",
    'Unknown field "token". Did you mean "notes"?',
    "This API token is unknown, expired or revoked. Use another token.",
    "feature/PLAT-42=fast",
  ])("leaves %s as it is", (text) => expect(maskCredentials(text)).toBe(text))
})
