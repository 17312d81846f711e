import { expect, it } from "vitest"
import { contentSecurityPolicy } from "@/lib/web/http/content-security-policy"

const policy = contentSecurityPolicy({ nonce: "abc", development: false, secure: false })

it("allows only scripts with this request's nonce, and no eval", () => {
  const scripts = policy.split("; ").find((directive) => directive.startsWith("script-src"))
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'")
})

it("disallows framing and forms to other origins", () => {
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("form-action 'self'")
  expect(policy).toContain("base-uri 'none'")
})

it("upgrades insecure requests only over HTTPS", () => {
  expect(policy).not.toContain("upgrade-insecure-requests")
  expect(contentSecurityPolicy({ nonce: "abc", development: false, secure: true })).toContain(
    "upgrade-insecure-requests",
  )
})
