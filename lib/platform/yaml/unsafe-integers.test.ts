import { describe, expect, it } from "vitest"
import { unsafeIntegers, unsafeIntegersWarning } from "./unsafe-integers"

describe("Integers beyond 2^53", () => {
  it("are found at any depth", () => {
    const values = {
      a: { b: [1, 2 ** 53] },
      "c/d": -(2 ** 60),
      ok: 2 ** 53 - 1,
      half: 0.5,
      text: "9007199254740993",
    }
    expect(unsafeIntegers(values)).toEqual([["a", "b", "1"], ["c/d"]])
  })

  it("are listed in one message, a few of them by name", () => {
    expect(unsafeIntegersWarning({ a: 1 })).toBeNull()
    expect(unsafeIntegersWarning({ id: JSON.parse("9007199254740993") })).toMatch(/^id is an integer beyond/)
    expect(unsafeIntegersWarning({ ids: Array(9).fill(2 ** 60) })).toMatch(
      /ids\.4 and 4 more are integers .*Quote them/,
    )
  })
})
