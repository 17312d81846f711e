import { describe, expect, it } from "vitest"
import { z } from "zod"
import { booleanQuery, pageQuery } from "@/lib/platform/page"
import { parseFilter } from "./first-page"

const schema = z.strictObject({
  installed: booleanQuery.optional(),
  outOfBand: booleanQuery.optional(),
  status: z.string().optional(),
  limit: pageQuery.limit,
})

describe("parseFilter", () => {
  it("reads boolean filters like the parameters of a URL", () => {
    const filter = { installed: true, outOfBand: false, status: "", limit: 60 }
    expect(parseFilter(schema, filter)).toEqual({ installed: true, outOfBand: false, limit: 60 })
  })

  it("omits filters that the URL does not have", () => {
    expect(parseFilter(schema, { installed: null, status: "" })).toEqual({ limit: 50 })
  })
})
