import { describe, expect, it } from "vitest"
import { findWords } from "./find-words"

describe("findWords", () => {
  it("names the line, the word and what to write instead", () => {
    expect(findWords("const a = 1\n// Nobody reads this.")).toEqual([
      { line: 2, word: "Nobody", instead: expect.stringContaining("a user") },
    ])
  })

  it("finds nothing in plain technical English", () => {
    expect(findWords("// Locks the lane so that concurrent writers cannot record twice.")).toEqual([])
  })

  it("does not look inside other words", () => {
    expect(findWords("unsettled recommended amend")).toEqual([])
  })
})
