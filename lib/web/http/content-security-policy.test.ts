import { expect, it } from "vitest"
import { contentSecurityPolicy } from "@/lib/web/http/content-security-policy"

const policy = contentSecurityPolicy({ nonce: "abc", development: false, secure: false })

it("runs only scripts of this request, and no text as code", () => {
  const scripts = policy.split("; ").find((directive) => directive.startsWith("script-src"))
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'")
})

it("lets nobody frame the console and sends forms nowhere else", () => {
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("form-action 'self'")
  expect(policy).toContain("base-uri 'none'")
})

it("asks for https only where https is", () => {
  expect(policy).not.toContain("upgrade-insecure-requests")
  expect(contentSecurityPolicy({ nonce: "abc", development: false, secure: true })).toContain(
    "upgrade-insecure-requests",
  )
})
