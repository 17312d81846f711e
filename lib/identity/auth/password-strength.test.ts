import { describe, expect, it } from "vitest"
import { isGuessable } from "./password-strength.task"
import { makePassword } from "./passwords"

const ada = { email: "ada.lovelace@example.test", name: "Ada Lovelace" }

describe("isGuessable returns true for", () => {
  it.each([
    ["one repeated character", "aaaaaaaaaaaa"],
    ["a repeated word", "adminadminadmin"],
    ["a common password", "password1234"],
    ["a common password with substitutions", "P4ssw0rd!123"],
    ["a sequence", "123456789012"],
    ["a keyboard pattern", "qwertyuiop12"],
    ["two common passwords", "iloveyou1234"],
    ["the user's email address", "ada.lovelace@example.test"],
    ["the user's email address in different case", "Ada.Lovelace@Example.Test"],
    ["the user's name", "Ada Lovelace"],
    ["the user's name with a digit", "AdaLovelace1"],
    ["a very long repetition", "a".repeat(200)],
  ])("%s", (_what, password) => expect(isGuessable(password, ada)).toBe(true))
})

it.each(["a good long password", "correct horse battery staple", "tiger lily mango 4", makePassword()])(
  "isGuessable returns false for %j",
  (password) => expect(isGuessable(password, ada)).toBe(false),
)
