import { describe, expect, it } from "vitest"
import { yamlLimits } from "./node-reader"
import { readValues, readYaml } from "./read-yaml"
import { YamlError } from "./yaml-error"

const readScalar = (scalar: string): unknown => readValues(`a: ${scalar}\n`).values.a

function errorOf(text: string): YamlError {
  try {
    readValues(text)
  } catch (error) {
    if (error instanceof YamlError) return error
    throw error
  }
  throw new Error(`${text} was read`)
}

describe("A scalar", () => {
  it.each<[string, unknown]>([
    ["no", false],
    ["off", false],
    ["N", false],
    ["y", true],
    ["On", true],
    ["YES", true],
    ["yEs", "yEs"],
    ["~", null],
    ["", null],
    ["Null", null],
    ["0400", 256],
    ["0o400", 256],
    ["0123", 83],
    ["08", 8],
    ["0x1F", 31],
    ["0b101", 5],
    ["-0777", -511],
    ["1_000", 1000],
    ["1e3", 1000],
    [".5", 0.5],
    ["1.", 1],
    ["1e999", "1e999"],
    ["12:30:45", "12:30:45"],
    ["2001-01-01", "2001-01-01"],
    ["1.2.3", "1.2.3"],
    ["'no'", "no"],
    ['"0400"', "0400"],
    ["!!str no", "no"],
    ["!!int '12'", 12],
    ["!!float 1", 1],
    ["!!binary aGk=", "hi"],
    ["!custom 12", "12"],
    ["<<", "<<"],
    ["18446744073709551615", 2 ** 64],
  ])("%s is %j", (scalar, value) => {
    expect(readScalar(scalar)).toEqual(value)
  })

  it.each([".inf", ".nan", "!!int x", "!!bool 1", "!!binary ?"])("%s is rejected", (scalar) => {
    expect(errorOf(`ok: 1\na: ${scalar}`).line).toBe(2)
  })
})

describe("A key that is not a string", () => {
  it.each([
    ["no", "false"],
    ["0x10", "16"],
    ["1.50", "1.5"],
    ["1e6", "1e+06"],
    ["2001-01-01", "2001-01-01"],
  ])("%s is read as the key %s", (source, key) => {
    expect(readValues(`${source}: v`).values).toEqual({ [key]: "v" })
  })

  it.each(["~: v", ": v", "[a]: v", "18446744073709551615: v"])("%s is rejected", (text) => {
    expect(errorOf(text).message).toMatch(/key must be/)
  })

  it("keeps __proto__ as an ordinary key", () => {
    expect(JSON.stringify(readValues("__proto__: {a: 1}").values)).toBe('{"__proto__":{"a":1}}')
  })
})

describe("Anchors, aliases and merges", () => {
  it("let later entries win, merged keys included", () => {
    const text = "x: &x {a: 1, b: 2}\nw: {b: 3, <<: *x}\nz: {<<: [*x, {a: 5, c: 1}], b: 4}\n"
    expect(readValues(text).values).toEqual({
      x: { a: 1, b: 2 },
      w: { a: 1, b: 2 },
      z: { a: 1, b: 4, c: 1 },
    })
  })

  it("resolve to the last anchor of that name", () => {
    expect(readValues("a: &x 1\nb: *x\nc: &x 2\nd: *x").values).toEqual({ a: 1, b: 1, c: 2, d: 2 })
  })

  it.each(["a: *x", "a: &x [*x]", "a: {<<: 1}", "a: &$ 1"])("reject %s", (text) => {
    expect(errorOf(text).line).toBe(1)
  })

  it("cannot expand beyond Helm's limit", () => {
    const lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    for (const [above, name] of ["ab", "bc", "cd", "de", "ef", "fg"]) {
      lines.push(`${name}: &${name} [${`*${above},`.repeat(10)}]`)
    }
    expect(errorOf(lines.join("\n")).message).toMatch(/expand/)
  })
})

describe("Documents", () => {
  it("are merged in order", () => {
    expect(readValues("a: {b: 1, c: 2}\n---\n# nothing\n--- # more\na: {b: 3}\nd: 4").values).toEqual({
      a: { b: 3, c: 2 },
      d: 4,
    })
  })

  it("may be empty, start with a byte order mark and have Windows line endings", () => {
    expect(readValues("").values).toEqual({})
    expect(readValues("# only a comment\n").values).toEqual({})
    expect(readValues("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n").values).toEqual({ a: 1, b: "x\ny\n" })
  })

  it("report the line of a problem in the whole text", () => {
    expect(errorOf("a: 1\n---\nb: [").line).toBe(3)
    expect(errorOf("a: 1\n---\nb: .inf").line).toBe(3)
    expect(errorOf("a: 1\n--- b\n").line).toBe(2)
  })

  it.each(["- a", "text", "1"])("reject %s", (text) => {
    expect(errorOf(text).message).toMatch(/must be a map/)
  })
})

describe("A duplicate key", () => {
  it("has its last value, and is reported", () => {
    expect(readValues("a:\n  b/c: 1\n  b/c: 2\n")).toEqual({
      values: { a: { "b/c": 2 } },
      duplicateKeys: [{ pointer: "/a/b~1c", line: 3 }],
    })
    expect(readValues("1: a\n'1': b").duplicateKeys).toHaveLength(1)
  })
})

describe("Syntax that other YAML parsers accept and Helm rejects", () => {
  it.each([
    "a: \u007f",
    "a: x\u2028y",
    "a: \u0000",
    'a: "\\ud83d\\ude00"',
    'a: "\\/"',
    "a: [b:]",
    "a: [b?c]",
    "a: {b:[1]}",
  ])("%j is rejected", (text) => {
    expect(errorOf(text)).toBeInstanceOf(YamlError)
  })
})

describe("Limits", () => {
  const deep = (levels: number) => `a: ${"[".repeat(levels)}${"]".repeat(levels)}`

  it("reject nesting that is too deep, however deep", () => {
    expect(readValues(deep(yamlLimits.depth - 1)).duplicateKeys).toEqual([])
    expect(errorOf(deep(yamlLimits.depth)).message).toMatch(/levels deep/)
    expect(errorOf(deep(50_000)).message).toMatch(/levels deep/)
  })

  it("reject a text that is too long or contains too many values", () => {
    expect(errorOf(`a: ${"x".repeat(yamlLimits.characters)}`).message).toMatch(/too long/)
    const limits = { ...yamlLimits, nodes: 10 }
    expect(() => readValues("a: [1,2,3,4,5,6,7,8,9]", { limits })).toThrow(/too many values/)
  })
})

describe("A file whose fields are strings", () => {
  it("keeps numbers as written", () => {
    expect(
      readYaml("appVersion: 0123\nversion: 1.10\ndeprecated: yes", { numbersAsText: true }).value,
    ).toEqual({
      appVersion: "0123",
      version: "1.10",
      deprecated: true,
    })
  })
})
