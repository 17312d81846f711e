import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { withoutBlocking } from "@/tools/testing/without-blocking"
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
  "a short name": (it) => `pass=${it} pw: ${it}`,
  "all of a value with a comma": (it) => `PASSWORD=abc,${it}`,
  "a value after an arrow": (it) => `:password => "${it}"`,
  "a quoted text with an escaped quote": (it) => `{"password": "a\\"${it}"}`,
  "JSON inside of JSON": (it) => JSON.stringify(JSON.stringify({ password: it })),
  "a block of YAML": (it) => `db:\n  secret: |\n    ${it}\n\n    ${it}\nname: shop`,
  "a list of YAML": (it) => `tokens:\n  - ${it}`,
  "an element of XML": (it) => `<password>${it}</password>`,
  "a percent-encoded variable": (it) => `?q=password%3D${it}%26a`,
  "percent-encoded JSON": (it) => `%7B%22api_key%22%3A%22${it}%22%7D`,
  "a user of curl": (it) => `curl -u bob:${it} -u "bob:a ${it}" --user=bob:${it} https://ci.example.com`,
  "the password of a database client": (it) => `mysql -h db -uroot -p${it} shop`,
  "the password of a login": (it) => `docker login -u bob -p ${it}`,
  "a header with parameters": (it) => `Authorization: Digest username="bob", response="${it}"`,
  "a header with another scheme": (it) => `authorization: Token ${it}`,
  "every cookie": (it) => `curl -H 'Cookie: theme=1; session=${it}' -H 'Cookie: other=${it}'`,
  "a header in JSON": (it) => `{"Authorization": "Custom a ${it}", "Cookie": "a=1; b=${it}"}`,
  "tokens of registries": (it) => `npm_1${it} dckr_pat_${it} pypi-1${it} dckr_oat_${it}`,
  "tokens of clouds": (it) => `hvs.${it} AIza${it} SG.${it}.${it} ya29.${it} AKIA${it}`,
  "tokens of services": (it) => `sk-1${it} sk-proj-${it} xapp-1-${it} sk_live_${it}`,
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
    "https://dev.azure.com/shop/_build/results?buildId=42&view=logs",
    "v2.1.0-abc1234",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "0190a1b2-7c3d-7e4f-8a9b-0c1d2e3f4a5b",
    "Rolled back: the author of the design signed off at 10:00.",
    'Unknown field "token". Did you mean "notes"?',
    "This API token is unknown, expired or revoked. Use another token.",
    "feature/PLAT-42=fast",
    "fix(auth): retry the login\n\nauth: retry the login once\ncookie: set SameSite on all of them",
    "token: refresh it a minute early",
    "secrets: rotate all of them monthly",
    "Tests pass: 120, fail: 0; compass: north; bypass=true",
    "a token > 5 minutes old, secrets->config, and <token> as a placeholder",
    "docker run --user 1000:1000 -p 8080:80 shop, then git push -u origin main",
    "npm_config_registry is unset; sk-learn-pipelines and pypi-publish are green; task-1042, hvs.2",
  ])("keeps %s unchanged", (text) => expect(maskCredentials(text)).toBe(text))

  it("keeps the text after a credential", () => {
    expect(maskCredentials("PASSWORD=a,b ./deploy.sh; curl -u bob:c https://x:y@ci.example.com/1")).toBe(
      "PASSWORD=[masked] ./deploy.sh; curl -u bob:[masked] https://[masked]@ci.example.com/1",
    )
  })

  it.each(["eyJ-", "--token", "password\\", "a://a"])(
    "searches a long run of %j without blocking",
    async (part) => {
      const text = part.repeat(16_000 / part.length)
      expect(await withoutBlocking(async () => maskCredentials(text))).not.toBe("")
    },
  )
})
