import { describe, expect, it } from "vitest"
import { z } from "zod"
import { cursorInstant, decodeCursor, encodeCursor } from "./page"

const key = z.tuple([cursorInstant, z.string()])

describe("decodeCursor", () => {
  it("reads a cursor made by encodeCursor", () => {
    expect(decodeCursor(encodeCursor(["2026-02-12T10:00:00.123Z", "a"]), key)).toEqual([
      "2026-02-12T10:00:00.123Z",
      "a",
    ])
    expect(decodeCursor(undefined, key)).toBeNull()
  })

  it.each([
    [["0000-01-01T00:00:00Z", "a"]],
    [["9999-12-31T23:59:59Z", "a"]],
    [["2026-02-12T10:00:00Z", "\0"]],
    [["2026-02-12T10:00:00Z", "\ud800"]],
    [["2026-02-12T10:00:00Z"]],
    [[]],
  ])("rejects a forged cursor that PostgreSQL could not compare: %j", (forged) => {
    expect(() => decodeCursor(encodeCursor(forged), key)).toThrow(/does not belong to this list/)
  })

  it("rejects a cursor that is not JSON", () => {
    expect(() => decodeCursor("%%%", key)).toThrow(/does not belong to this list/)
  })
})
