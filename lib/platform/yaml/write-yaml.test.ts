import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { writeHelmInput, writeYaml } from "./write-yaml"

describe("A text that looks like another type", () => {
  it.each([
    "no",
    "on",
    "y",
    "true",
    "null",
    "~",
    "",
    "0400",
    "0o17",
    "0x1F",
    "1_000",
    "1e3",
    ".5",
    "2001-01-01",
    "12:30",
    "<<",
    "1e999",
  ])("%j is written in quotes", (text) => {
    expect(writeYaml({ a: text })).toBe(`a: ${JSON.stringify(text)}\n`)
    expect(parse(writeYaml({ a: text }))).toEqual({ a: text })
  })

  it.each(["nginx", "1.2.3", "v1", "a b", "http://x/y"])("%j is written without quotes", (text) => {
    expect(writeYaml({ a: text })).toBe(`a: ${text}\n`)
  })

  it("is also quoted as a key", () => {
    expect(writeYaml({ on: true, "1": 2 })).toBe('"1": 2\n"on": true\n')
  })
})

describe("Layout", () => {
  it("writes multi-line strings as blocks and does not fold long lines", () => {
    const line = "word ".repeat(60).trim()
    expect(writeYaml({ a: "x\ny\n", b: line })).toBe(`a: |\n  x\n  y\nb: ${line}\n`)
  })

  it("escapes characters that YAML treats as line breaks", () => {
    expect(writeHelmInput({ a: "x\u2028y\u0085\u007f" })).toBe('{? "a" : "x\\u2028y\\u0085\\u007f"}')
  })
})
