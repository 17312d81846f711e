import { describe, expect, it } from "vitest"
import { z } from "zod"
import { fieldsOf } from "./fields-of"

describe("The fields of a row in a response", () => {
  it("are those that the schema declares, with times as text", () => {
    const schema = z.strictObject({ name: z.string(), at: z.string(), until: z.string().nullable() })
    const row = { name: "acme", at: new Date(0), until: null, sealedValues: "secret" }
    expect(fieldsOf(schema, row)).toEqual({ name: "acme", at: "1970-01-01T00:00:00Z", until: null })
  })

  it("omit values that are computed from other columns", () => {
    const schema = z.strictObject({ name: z.string(), releases: z.int() })
    expect(fieldsOf(schema, { name: "acme" })).toEqual({ name: "acme" })
  })
})
