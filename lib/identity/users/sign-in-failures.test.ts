import { describe, expect, it } from "vitest"
import { DomainError } from "@/lib/platform/errors"
import { signInFailureOf, signInMessage } from "./sign-in-failures"

describe("Why a sign-in failed", () => {
  it("reaches the sign-in page as a word and is shown as a sentence", () => {
    const wrong = new DomainError("unauthenticated", "…", { code: "wrong_credentials" })
    expect(signInMessage(signInFailureOf(wrong))).toBe("The e-mail address or the password is not right.")
  })

  it("says how long to wait", () => {
    const late = new DomainError("too_many_requests", "…", {
      code: "too_many_sign_ins",
      retryAfterSeconds: 61,
    })
    expect(signInMessage(signInFailureOf(late))).toBe("Too many failed sign-ins. Try again in 2 minutes.")
  })

  it("shows no sentence that somebody put into a link", () => {
    const general = "The sign-in did not work. Try again."
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
