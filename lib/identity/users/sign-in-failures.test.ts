import { describe, expect, it } from "vitest"
import { DomainError } from "@/lib/platform/errors"
import { signInFailureOf, signInMessage } from "./sign-in-failures"

describe("signInMessage", () => {
  it("returns the message for a failure", () => {
    const wrongCredentials = new DomainError("unauthenticated", "…", "wrong_credentials")
    expect(signInMessage(signInFailureOf(wrongCredentials))).toBe(
      "The email address or password is incorrect.",
    )
  })

  it("includes the waiting time", () => {
    const tooManySignIns = new DomainError("too_many_requests", "…", {
      code: "too_many_sign_ins",
      retryAfterSeconds: 61,
    })
    expect(signInMessage(signInFailureOf(tooManySignIns))).toBe(
      "Too many failed sign-ins. Try again in 2 minutes.",
    )
  })

  it("returns a general message for unknown codes in a link", () => {
    const general = "Sign-in failed. Try again."
    for (const word of [
      "Call 555-1234 at once",
      "constructor",
      "TooManySignIns.x",
      signInFailureOf(new Error("pg: no")),
    ]) {
      expect(signInMessage(word)).toBe(general)
    }
  })
})
