import { describe, expect, it } from "vitest"
import { masked, maskFor } from "@/lib/masking/mask"
import { errorsOf } from "./check-values"
import { diffRevisions } from "./diff-revisions"
import { effectiveValues, mergeValues } from "./merge-values"

describe("Values on top of others", () => {
  it("are merged map by map; lists are replaced and null deletes", () => {
    const below = { image: { tag: "1", pull: "Always" }, list: [1, 2], gone: { a: 1 } }
    const above = { image: { tag: "2" }, list: [3], gone: null }
    expect(mergeValues(below, above)).toEqual({ image: { tag: "2", pull: "Always" }, list: [3], gone: null })
    expect(effectiveValues(below, above)).toEqual({ image: { tag: "2", pull: "Always" }, list: [3] })
  })
})

describe("The chart's schema", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["name"],
    additionalProperties: false,
    properties: {
      name: { type: "string" },
      size: { enum: ["s", "l"] },
      deep: { properties: { "a/b": { minimum: 1 } } },
    },
  }
  it("points at every value it refuses, and repeats none", async () => {
    const errors = await errorsOf(schema, { size: "my-secret", deep: { "a/b": 0 }, other: 1 })
    expect(errors).toEqual([
      { pointer: "/name", message: "Required." },
      { pointer: "/other", message: "The chart knows no such value." },
      { pointer: "/size", message: "One of s, l." },
      { pointer: "/deep/a~1b", message: "Must be >= 1." },
    ])
  })

  it("is left to Helm where it cannot be read here", async () => {
    expect(await errorsOf({ $ref: "https://elsewhere.example/schema.json" }, {})).toEqual([])
    expect(
      await errorsOf({ $schema: "http://json-schema.org/draft-04/schema#", type: "object" }, {}),
    ).toEqual([])
  })
})

describe("The patterns of a chart's schema", () => {
  const schema = {
    properties: {
      name: { type: "string", pattern: "^[a-z]+$", maxLength: 5 },
      mail: { format: "email" },
      evil: { pattern: "^(a+)+$" },
    },
    patternProperties: { "^x-": { uniqueItems: true } },
  }

  it("are applied, beside the rest of it", async () => {
    const values = { name: "Name 1", mail: "nobody", evil: "aaa", "x-list": [{ a: 1 }, { a: 1 }] }
    expect(await errorsOf(schema, values)).toEqual([
      { pointer: "/name", message: "Must NOT have more than 5 characters." },
      { pointer: "/name", message: 'Must match pattern "^[a-z]+$".' },
      { pointer: "/mail", message: 'Must match format "email".' },
      { pointer: "/x-list", message: expect.stringMatching(/^Must NOT have duplicate items/) },
    ])
    expect(await errorsOf(schema, { name: "name", evil: "a" })).toEqual([])
  })

  it("stop nothing else while they run, and are given up where they take too long", async () => {
    let beats = 0
    const heart = setInterval(() => beats++, 20)
    expect(await errorsOf(schema, { evil: `${"a".repeat(60)}!` })).toEqual([
      { pointer: "", message: expect.stringContaining("Could not be checked in time") },
    ])
    clearInterval(heart)
    expect(beats).toBeGreaterThan(5)
  })
})

describe("What changes from one revision to another", () => {
  const mask = maskFor(Buffer.alloc(32), "r")
  const secret = (value: string, more = "") =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  key: ${mask(value)}\n${more}`
  const side = (manifest: string, values = {}) => ({ values, manifest, hooks: "" })

  it("is told object by object", () => {
    const config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n"
    const { resources } = diffRevisions(side(config), side(secret("one")))
    expect(resources.map(({ change, kind }) => `${change} ${kind}`)).toEqual([
      "removed ConfigMap",
      "added Secret",
    ])
    expect(diffRevisions(side(config), side(config)).resources).toMatchObject([
      { change: "unchanged", diff: "" },
    ])
  })

  it("shows that a secret changed, and not what it is", () => {
    const { resources } = diffRevisions(side(secret("one")), side(secret("two")))
    expect(resources[0]?.diff).toContain(`-  key: ${masked}\n+  key: ${masked} (changed)`)
    expect(diffRevisions(side(secret("one")), side(secret("one"))).resources[0]?.change).toBe("unchanged")
  })

  it("shows values as YAML", () => {
    expect(diffRevisions(side("", { a: 1 }), side("", { a: 2 })).values).toContain("-a: 1\n+a: 2")
  })
})
