import { describe, expect, it } from "vitest"
import { isGuessable } from "./password-strength"
import { makePassword } from "./passwords"

const ada = { email: "ada.lovelace@example.test", name: "Ada Lovelace" }

describe("A password is guessable when it is", () => {
  it.each([
    ["one repeated character", "aaaaaaaaaaaa"],
    ["a repeated word", "adminadminadmin"],
    ["a common password", "password1234"],
    ["a common password with substitutions", "P4ssw0rd!123"],
    ["a sequence", "123456789012"],
    ["a keyboard pattern", "qwertyuiop12"],
    ["two common passwords", "iloveyou1234"],
    ["the own e-mail address", "ada.lovelace@example.test"],
    ["the own e-mail address in other case", "Ada.Lovelace@Example.Test"],
    ["the own name", "Ada Lovelace"],
    ["the own name with a digit", "AdaLovelace1"],
    ["very long and repeated", "a".repeat(200)],
  ])("%s", (_what, password) => expect(isGuessable(password, ada)).toBe(true))
})

it.each(["a good long password", "correct horse battery staple", "tiger lily mango 4", makePassword()])(
  "%j is not guessable",
  (password) => expect(isGuessable(password, ada)).toBe(false),
)
