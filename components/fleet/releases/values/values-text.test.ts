import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { valueAt } from "@/components/fleet/releases/values/value-fields"
import { readValues, withValue, writeValues } from "@/components/fleet/releases/values/values-text"

const text = `# how many
replicaCount: 2
image:
  tag: "1.0" # pinned
`

describe("values YAML", () => {
  it("keeps comments and order when a form field changes a value", () => {
    expect(withValue(text, ["image", "tag"], "2.0")).toBe(text.replace("1.0", "2.0"))
    expect(withValue(text, ["debug"], true)).toBe(`${text}debug: true\n`)
  })

  it("removes a value reset to the chart default, and maps left empty", () => {
    expect(withValue(text, ["image", "tag"], undefined)).toBe("# how many\nreplicaCount: 2\n")
    expect(withValue("a:\n  b:\n    c: 1\n", ["a", "b", "c"], undefined)).toBe("")
  })

  it("reports the line of a syntax error", () => {
    expect(readValues("a: 1\nb: [")).toMatchObject({ values: null, problem: { line: 2 } })
    expect(readValues("a: 1\na: 2").problem).toEqual({
      message: "Duplicate key a. Remove one of the two.",
      line: 2,
    })
  })

  it("is parsed with Helm's YAML rules", () => {
    const source = "flag: no\non: off\nfileMode: 0400\nnum: 0123\n---\nmore: 1\n"
    expect(readValues(source).values).toEqual({ flag: false, true: false, fileMode: 256, num: 83, more: 1 })
  })

  it("keeps other lines as written", () => {
    const source = "fileMode: 0400 # octal\nflag: no\nname: 'x'\n"
    expect(withValue(source, ["name"], "no")).toBe('fileMode: 0400 # octal\nflag: no\nname: "no"\n')
  })

  it("sets a value behind an alias, a merge key or a non-string key", () => {
    const change = (before: string, path: string[]) => readValues(withValue(before, path, 9)).values
    expect(change("x: &x {a: 1, b: 2}\nz: *x", ["z", "a"])).toEqual({ x: { a: 1, b: 2 }, z: { a: 9, b: 2 } })
    expect(change("x: &x {a: 1}\nz: {<<: *x}", ["z", "a"])).toEqual({ x: { a: 1 }, z: { a: 9 } })
    expect(change("on: 1\n0x10: 2", ["true"])).toEqual({ true: 9, 16: 2 })
    expect(change("a: 1\n---\nb: 2", ["b"])).toEqual({ a: 1, b: 9 })
  })

  it("quotes strings that look like another type", () => {
    expect(writeValues({ flag: "no", fileMode: "0400", day: "2001-01-01", name: "x" })).toBe(
      'flag: "no"\nfileMode: "0400"\nday: "2001-01-01"\nname: x\n',
    )
  })

  it("rejects values that are not a map", () => {
    expect(readValues("- 1").problem?.message).toContain("replicaCount: 2")
    expect(readValues("")).toEqual({ values: {}, problem: null })
    expect(readValues("# nothing yet")).toEqual({ values: {}, problem: null })
  })

  it("rejects excessive alias expansion", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(9)}*a]\nc: &c [${"*b,".repeat(9)}*b]\nd: [${"*c,".repeat(9)}*c]`
    expect(readValues(bomb).values).toBeNull()
  })

  it("stays unchanged while it cannot be parsed", () => {
    expect(withValue("a: [", ["b"], 1)).toBe("a: [")
  })

  it("replaces a scalar with a map when a nested value is set", () => {
    expect(readValues(withValue("image: x", ["image", "tag"], "1")).values).toEqual({ image: { tag: "1" } })
  })

  it("means the same in the form and as text for any value", () => {
    const key = fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== "__proto__")
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), scalar, (path, value) => {
        const { values } = readValues(withValue(text, path, value))
        expect(values && valueAt(values, path)).toEqual(value)
      }),
    )
    fc.assert(
      fc.property(fc.dictionary(key, scalar), (values) => {
        expect(readValues(writeValues(values)).values).toEqual({ ...values })
      }),
    )
  })
})
