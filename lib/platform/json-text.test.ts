import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson, parseJsonStrictly } from "./json-text"

const pointersOf = (text: string) => {
  const parsed = parseJsonStrictly(text)
  return "errors" in parsed ? parsed.errors.map(({ pointer }) => pointer) : parsed
}

describe("parseJsonStrictly", () => {
  it("returns the result of JSON.parse for JSON without duplicate keys", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text)
        expect(parseJsonStrictly(JSON.stringify(value))).toEqual({ value, errors: expect.any(Array) })
      }),
    )
  })

  it.each([
    ['{"a":1,"a":2}', ["/a"]],
    ['{"a":{"b":1},"c":[{"d":1,"d":1}]}', ["/c/0/d"]],
    ['{"a":1,"\\u0061":2}', ["/a"]],
    ['[{"a":1},{"a":1}]', []],
    ['{"a":"b","b":"a"}', []],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}', []],
    ['[1,[2,{"x":[0,{"y":1, "y" : 2}]}]]', ["/1/1/x/1/y"]],
    ['{"__proto__":1}', ["/__proto__"]],
    ['{"a":[{"constructor":1},{"prototype":{}}]}', ["/a/0/constructor", "/a/1/prototype"]],
  ])("finds the keys of %s that would be lost", (text, pointers) => {
    expect(pointersOf(text)).toEqual(pointers)
  })

  it("rejects invalid JSON and JSON that is nested too deep", () => {
    for (const text of ["", "{", "{'a':1}", `${"[".repeat(300)}${"]".repeat(300)}`, "[".repeat(500_000)])
      expect(parseJsonStrictly(text)).toEqual({ problem: expect.any(String) })
  })

  it("reads an unterminated string once, whatever it escapes", () => {
    for (const text of [`"${'\\"'.repeat(500_000)}`, `{"a":"${'\\"'.repeat(500_000)}`])
      expect(parseJsonStrictly(text)).toEqual({ problem: "The body is not valid JSON." })
  })

  it("names at most 50 of 40,000 keys and rejects 60,000 keys before parsing", () => {
    const object = (count: number) => `{${Array.from({ length: count }, () => '"a":1').join(",")}}`
    expect(pointersOf(object(40_000))).toHaveLength(50)
    expect(parseJsonStrictly(object(60_000))).toEqual({
      problem: "The JSON contains more than 50000 values.",
    })
    expect(parseJsonStrictly(`[${"1,".repeat(60_000)}1]`)).toHaveProperty("problem")
    expect(parseJsonStrictly(JSON.stringify({ text: ",".repeat(60_000) }))).toHaveProperty("value")
  })
})

describe("canonicalJson", () => {
  it("is equal for JSON that differs only in key order and whitespace", () => {
    const one = '{"a":1,"b":{"c":[1,2],"d":null}}'
    const other = '{ "b" : {"d":null,"c":[1, 2]}, "a":1 }'
    expect(canonicalJson(JSON.parse(one))).toBe(canonicalJson(JSON.parse(other)))
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }))
  })
})
