import { describe, expect, it } from "vitest"
import { findWords } from "./find-words"

describe("findWords", () => {
  it("returns the line, the word and what to write instead", () => {
    expect(findWords("const a = 1\n// Nobody reads this.")).toEqual([
      { line: 2, word: "Nobody", instead: expect.stringContaining("a user") },
    ])
  })

  it("finds identifiers that are clauses, and no other identifiers", () => {
    const code = "const askedAt = now\nconst isSaid = true\nplacesOf(rows)\nconst requestedAt = now"
    expect(findWords(code).map(({ line, word }) => [line, word])).toEqual([
      [1, "askedAt"],
      [2, "isSaid"],
      [3, "placesOf"],
    ])
  })

  it("finds declarations that do not say what a value is", () => {
    const code =
      "const of = Prisma.raw(alias)\nlet mine: Row[]\ntype Ask = string\nfunction go() {}\nconst ofTag = 1"
    expect(findWords(code).map(({ line, word }) => [line, word])).toEqual([
      [1, "const of"],
      [2, "let mine"],
      [3, "type Ask"],
      [4, "function go"],
    ])
    expect(findWords("the function that, a type of value, let go of it")).toEqual([])
  })

  it("finds nothing in plain technical English", () => {
    expect(findWords("// Locks the lane so that concurrent writers cannot record twice.")).toEqual([])
  })

  it("does not look inside other words", () => {
    expect(findWords("unsettled recommended amend taskedAt upstream")).toEqual([])
  })
})
