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

  it("finds doc comments that begin with a fragment", () => {
    const code =
      "/** Of stdout. */\n  /** The same, locked. */\n/** By default, all. */\n/** Like `find`, of one. */\n/** Those of it. */"
    expect(findWords(code).map(({ line }) => line)).toEqual([1, 2, 5])
  })

  it("finds names and phrases that were translated literally", () => {
    const code = "const usualLimits = 1\nplaceOf(row)\nzero of the keys\nthe usual limits\nzero of 5"
    expect(findWords(code).map(({ word }) => word)).toEqual(["usualLimits", "placeOf", "zero of the"])
  })

  it("finds British spellings, apart from the names that are stored or in the API", () => {
    const code =
      "markColours\ncolour\nneighbour_facts\ncentre\nauthorise\ninitialiseOnce\npromise, otherwise, cancelled"
    expect(findWords(code).map(({ word }) => word)).toEqual(["markColours", "centre", "authorise"])
  })

  it("finds nothing in plain technical English", () => {
    expect(findWords("// Locks the lane so that concurrent writers cannot record twice.")).toEqual([])
  })

  it("does not look inside other words", () => {
    expect(findWords("unsettled recommended amend taskedAt upstream")).toEqual([])
  })
})
