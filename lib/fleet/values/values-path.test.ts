import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatValuesPath, lookUpValue, parseValuesPath, valuesWith } from "./values-path"

const parsed = (text: string) => {
  const result = parseValuesPath(text)
  return "path" in result ? result.path : result.problem
}

describe("parseValuesPath", () => {
  it.each<[string, readonly (string | number)[]]>([
    ["replicaCount", ["replicaCount"]],
    ["resources.limits.memory", ["resources", "limits", "memory"]],
    ["args[0]", ["args", 0]],
    ["grid[1][2].x", ["grid", 1, 2, "x"]],
    [String.raw`labels.app\.kubernetes\.io/name`, ["labels", "app.kubernetes.io/name"]],
    [String.raw`a\[0\].b\\c`, ["a[0]", String.raw`b\c`]],
    ["__proto__.x", ["__proto__", "x"]],
  ])("reads %s", (text, path) => {
    expect(parsed(text)).toEqual(path)
  })

  it.each([
    ["", "Enter a path"],
    [".a", "position 1: a key"],
    ["a.", "position 3: a key"],
    ["a..b", "position 3: a key"],
    ["[0]", "position 1: a key"],
    ["a[x]", "position 2: an index"],
    ["a[70000]", "position 2: an index"],
    ["a[0]b", "position 5: b"],
    ["a]", "position 2: ]"],
    ["a\\", "position 2: \\"],
    ["a".repeat(501), "at most 500 characters"],
    [Array.from({ length: 33 }, () => "a").join("."), "at most 32 keys"],
  ])("explains why %j is invalid", (text, problem) => {
    expect(parsed(text)).toContain(problem)
  })

  it("parses every path that formatValuesPath writes", () => {
    const key = fc.string({ minLength: 1, maxLength: 12 })
    const part = fc.oneof(key, fc.integer({ min: 0, max: 65_536 }))
    fc.assert(
      fc.property(key, fc.array(part, { maxLength: 6 }), (first, rest) => {
        expect(parsed(formatValuesPath([first, ...rest]))).toEqual([first, ...rest])
      }),
    )
  })
})

describe("lookUpValue", () => {
  const values = { a: { b: 1, list: [{ x: "y" }], none: null, text: "t" } }

  it.each([
    ["a.b", 1],
    ["a.list[0].x", "y"],
    ["a.missing", undefined],
    ["missing.deep", undefined],
    ["a.none", null],
    ["a.toString", undefined],
  ])("finds %s", (text, value) => {
    expect(lookUpValue(values, parsed(text) as string[])).toBe(value)
  })

  it.each(["a.none.deep", "a.text.deep", "a.list.deep", "a.list[7]", "a[0]"])(
    "returns null for %s, because the value set instead has no defaults below it",
    (text) => {
      expect(lookUpValue(values, parsed(text) as string[])).toBeNull()
    },
  )
})

describe("valuesWith", () => {
  it("finds each value at the path where it was set", () => {
    const path = fc.array(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(path, fc.jsonValue(), (keys, value) => {
        expect(lookUpValue(valuesWith(keys, value) ?? {}, keys)).toEqual(value)
      }),
    )
  })

  it("sets nothing inside a list, which Helm replaces as a whole", () => {
    expect(valuesWith(["args", 0], "x")).toBeNull()
  })
})
