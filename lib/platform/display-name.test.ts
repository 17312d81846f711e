import { describe, expect, it } from "vitest"
import { displayName } from "./display-name"

const refused = (name: string) =>
  displayName(20)
    .safeParse(name)
    .error?.issues.map(({ message }) => message) ?? []

describe("displayName", () => {
  it.each(["checkout", "بنك الفجر (123)", "דנה כהן", "Zoë 🚀", "a\u200Db"])("accepts %s", (name) => {
    expect(displayName(20).parse(` ${name} `)).toBe(name)
  })

  it.each([
    ["a line break", "one\ntwo"],
    ["a control character", "bell\u0007"],
    ["a line separator", "one\u2028two"],
    ["an override of the direction", "review/\u202Enekot"],
    ["an isolate that is never closed", "a\u2067b"],
    ["a space without width", "review/\u200B"],
  ])("rejects %s", (_what, name) => {
    expect(refused(name)).toEqual(["Remove control characters, line breaks and invisible characters."])
  })

  it("reports that a name is empty or too long", () => {
    expect(refused(" ")).toEqual(["Must not be empty."])
    expect(refused("a".repeat(21))).toEqual(["At most 20 characters."])
  })
})
