import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { returnPath } from "./return-path"

describe("After signing in, the way back", () => {
  it("is the page that was asked for, with its state", () => {
    expect(returnPath("/timeline?environment=prod&at=2026-01-01#x")).toBe(
      "/timeline?environment=prod&at=2026-01-01#x",
    )
  })

  it("never leads to another site, back to the sign-in page or to the API", () => {
    const bad = ["https://evil.test/", "//evil.test", "/\\evil.test", "/\t/evil.test", "javascript:alert(1)"]
    for (const asked of [...bad, "/sign-in?x", "/api/auth/signout", "", undefined]) {
      expect(returnPath(asked)).toBe("/")
    }
  })

  it("stays on this site whatever is asked for", () => {
    fc.assert(
      fc.property(fc.string(), (asked) => {
        const url = new URL(returnPath(`/${asked}`), "https://console.test")
        expect(url.origin).toBe("https://console.test")
      }),
    )
  })
})
