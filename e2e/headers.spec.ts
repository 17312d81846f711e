import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"

const overHttps = { "x-forwarded-proto": "https" }
const pages = [
  "/",
  "/sign-in",
  "/api/docs",
  "/charts/demo/matih-data-plane",
  "/charts/demo/foo.txt",
  "/logo.png",
]

for (const path of pages) {
  test(`${path} runs only its own scripts, cannot be framed and stays on https`, async ({ page }) => {
    const { headers, html } = await page
      .context()
      .request.get(path, { headers: overHttps })
      .then(async (response) => ({
        headers: response.headers(),
        html: await response.text(),
      }))
    const policy = headers["content-security-policy"] ?? ""
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(nonce).toBeTruthy()
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-/)
    expect(headers["strict-transport-security"]).toMatch(/^max-age=\d{8}/)
    expect(headers["x-content-type-options"]).toBe("nosniff")
    const scripts = html.match(/<script\b[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
    expect(html).not.toMatch(/<[a-z][^>]*\son[a-z]+=|href="javascript:/i)
  })
}

test("a forged client address does not appear in the audit log", async ({ request }) => {
  const email = `claims-${randomUUID().slice(0, 8)}@example.test`
  const token = process.env.SLIPWAY_BOOTSTRAP_TOKEN
  const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": "6.6.6.6" }
  const data = { email, name: "Claims", role: "VIEWER", password: `a long password ${email}` }
  const created = await request.post("/api/v1/users", { headers, data })
  expect(created.status()).toBe(201)
  const { id } = await created.json()
  const entries = await (await request.get(`/api/v1/audit?subjectId=${id}`, { headers })).json()
  expect(entries.map(({ actor }: { actor: { address: string } }) => actor.address)).toEqual([
    expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
  ])
})
