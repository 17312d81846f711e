import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { returnPath } from "./return-path"

const origin = "https://console.test"

describe("returnPath", () => {
  it("returns the requested page with its query and hash", () => {
    const page = "/timeline?environment=prod&at=2026-01-01#x"
    expect(returnPath(page, origin)).toBe(page)
    expect(returnPath(origin + page, origin)).toBe(page)
  })

  it("never returns another site, the sign-in page or the API", () => {
    const foreignUrls = [
      "https://evil.test/",
      "//evil.test",
      "/\\evil.test",
      "/\t/evil.test",
      "javascript:alert(1)",
    ]
    const alike = [
      "http://console.test/",
      "https://console.test.evil.test/",
      "https://console.test@evil.test/",
    ]
    for (const requested of [...foreignUrls, ...alike, "/sign-in?x", "/api/auth/signout", "", undefined]) {
      expect(returnPath(requested, origin)).toBe("/")
    }
  })

  it("stays on this site for any input", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl()),
        fc.constantFrom("", "/", `${origin}/`),
        (requested, before) => {
          expect(new URL(returnPath(before + requested, origin), origin).origin).toBe(origin)
        },
      ),
    )
  })
})
