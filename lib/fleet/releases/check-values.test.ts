import { describe, expect, it, vi } from "vitest"
import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import { DomainError } from "@/lib/platform/errors"
import { checkValues } from "./check-values"

type Part = Partial<ChartNode>
const chart = (part: Part): ChartNode => ({
  name: "app",
  version: "1.0.0",
  values: {},
  schema: null,
  dependencies: [],
  subcharts: [],
  crds: [],
  ...part,
})
const dependency = (part: Partial<ChartNode["dependencies"][number]>) => ({
  name: "db",
  version: "1.x",
  repository: null,
  alias: null,
  condition: null,
  tags: [],
  imports: [],
  ...part,
})

async function check(part: Part, overrides: Record<string, unknown>) {
  try {
    return {
      unchecked: await checkValues({ owner: "t", chart: chart(part), overrides, pointer: "/valuesOverride" }),
    }
  } catch (error) {
    if (error instanceof DomainError) return { detail: error.message, errors: error.details.errors }
    throw error
  }
}

describe("checkValues", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["name"],
    additionalProperties: false,
    properties: {
      name: { type: "string", maxLength: 5, pattern: "^[a-z]+$" },
      size: { enum: ["s", "l"] },
      deep: { properties: { "a/b": { minimum: 1 } } },
    },
  }

  it("reports every invalid value by pointer and in the message, without repeating its content", async () => {
    const { detail, errors } = await check({ schema }, { size: "my-secret", deep: { "a/b": 0 }, other: 1 })
    expect(errors).toEqual([
      { pointer: "/valuesOverride/name", message: "Required." },
      { pointer: "/valuesOverride/other", message: "Unknown value." },
      { pointer: "/valuesOverride/size", message: 'Must be one of "s", "l".' },
      { pointer: "/valuesOverride/deep/a~1b", message: "Must be at least 1." },
    ])
    expect(detail).toContain("deep.a/b: Must be at least 1.")
    expect(detail).not.toMatch(/my-secret|\/valuesOverride/)
  })

  it("includes the chart's default values", async () => {
    expect(await check({ schema, values: { name: "x", size: "s" } }, {})).toEqual({ unchecked: [] })
  })

  it("checks formats only when the schema dialect requires it", async () => {
    const mail = { properties: { mail: { format: "email" } } }
    expect(await check({ schema: mail }, { mail: "x" })).toEqual({ unchecked: [] })
    const draft7 = { ...mail, $schema: "http://json-schema.org/draft-07/schema#" }
    expect(await check({ schema: draft7 }, { mail: "x" })).toHaveProperty("errors")
  })

  it("supports draft 4 and Go pattern syntax", async () => {
    const old = {
      $schema: "http://json-schema.org/draft-04/schema#",
      properties: { n: { minimum: 1, exclusiveMinimum: true }, s: { pattern: "(?i)^abc\\z" } },
    }
    expect(await check({ schema: old }, { n: 2, s: "ABC" })).toEqual({ unchecked: [] })
    expect((await check({ schema: old }, { n: 1, s: "x" })).errors).toHaveLength(2)
  })

  it("stops when a pattern takes too long", async () => {
    const slow = { properties: { evil: { pattern: "^(a+)+$" } } }
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    const limit = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(1_000))
    expect(await check({ schema: slow }, { evil: `${"a".repeat(60)}!` })).toMatchObject({
      errors: [{ pointer: "/valuesOverride", message: expect.stringContaining("in time") }],
    })
    expect(limit).toHaveBeenCalledWith(10_000)
    limit.mockRestore()
  })
})

describe("a schema with external references", () => {
  it.each(["$ref", "$dynamicRef"])("does not follow %s and checks the rest", async (keyword) => {
    const schema = {
      properties: { a: { [keyword]: "http://127.0.0.1:1/x.json" }, b: { type: "integer" } },
      $ref: "file:///etc/passwd",
    }
    expect(await check({ schema }, { a: {}, b: 1 })).toEqual({ unchecked: ["app"] })
    expect((await check({ schema }, { b: "x" })).errors).toEqual([
      { pointer: "/valuesOverride/b", message: "Must be an integer, not a string." },
    ])
  })

  it("follows internal references, and does not treat a value named $ref as a reference", async () => {
    const schema = {
      properties: {
        a: { $ref: "#/definitions/a" },
        $ref: { type: "string" },
        c: { const: { $ref: "http://x" } },
      },
      definitions: { a: { type: "string" } },
    }
    expect(await check({ schema }, { a: "x", $ref: "http://y", c: { $ref: "http://x" } })).toEqual({
      unchecked: [],
    })
    expect((await check({ schema }, { a: 1 })).errors).toHaveLength(1)
  })

  it("skips infinitely recursive schemas", async () => {
    expect(await check({ schema: { allOf: [{ $ref: "#" }] } }, {})).toEqual({ unchecked: ["app"] })
  })
})

describe("values of subcharts", () => {
  const db = chart({
    name: "db",
    version: "1.2.3",
    values: { port: 5432 },
    schema: { properties: { port: { type: "integer" }, global: { required: ["region"] } } },
  })

  it("are validated against the subchart's schema", async () => {
    const { errors } = await check({ subcharts: [db] }, { db: { port: "x" }, global: { region: "eu" } })
    expect(errors).toEqual([
      { pointer: "/valuesOverride/db/port", message: "Must be an integer, not a string." },
    ])
  })

  it("include global values", async () => {
    const { errors } = await check({ subcharts: [db] }, {})
    expect(errors).toEqual([{ pointer: "/valuesOverride/db/global/region", message: "Required." }])
  })

  it("must be a map", async () => {
    expect((await check({ subcharts: [db] }, { db: 1 })).errors).toContainEqual({
      pointer: "/valuesOverride/db",
      message: "Must be a map with the values of the subchart.",
    })
  })

  it.each([
    ["a condition", { condition: "db.enabled" }, { db: { enabled: false, port: "x" } }],
    ["a tag", { tags: ["back"] }, { tags: { back: false }, db: { port: "x" } }],
  ])("are not validated when %s disables the subchart", async (_what, part, overrides) => {
    expect(await check({ subcharts: [db], dependencies: [dependency(part)] }, overrides)).toEqual({
      unchecked: [],
    })
  })

  it("are found under its alias", async () => {
    const part = { subcharts: [db], dependencies: [dependency({ alias: "main" })] }
    const overrides = { main: { port: "x" }, global: { region: "eu" } }
    expect((await check(part, overrides)).errors).toEqual([
      { pointer: "/valuesOverride/main/port", message: "Must be an integer, not a string." },
    ])
  })

  it("count as values of the chart they are imported into", async () => {
    const exporting = chart({ name: "db", version: "1.0.0", values: { exports: { data: { port: 1 } } } })
    const part = {
      schema: { required: ["port", "db"] },
      subcharts: [exporting],
      dependencies: [dependency({ imports: ["data"] })],
    }
    expect(await check(part, {})).toEqual({ unchecked: [] })
  })
})
