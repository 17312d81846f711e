import { describe, expect, it } from "vitest"
import { z } from "zod"
import { systemActor } from "@/lib/identity/auth/actor"
import { booleanQuery, pageQuery } from "@/lib/platform/page"
import { api, type Query, withQuery } from "@/lib/platform/paths"
import { firstPage, parseQuery } from "./first-page"

const schema = z.strictObject({
  installed: booleanQuery.optional(),
  outOfBand: booleanQuery.optional(),
  status: z.string().optional(),
  limit: pageQuery.limit,
})

describe("parseQuery", () => {
  const parse = (filter: Query) => parseQuery(schema, withQuery("/api/v1/helm/releases", filter))

  it("reads boolean filters like the parameters of a URL", () => {
    const filter = { installed: true, outOfBand: false, status: "", limit: 60 }
    expect(parse(filter)).toEqual({ installed: true, outOfBand: false, limit: 60 })
  })

  it("omits filters that the URL does not have", () => {
    expect(parse({ installed: null, status: "" })).toEqual({ limit: 50 })
  })
})

describe("firstPage", () => {
  const list = {
    schema,
    handler: async (_: unknown, query: object) => ({ items: [query], nextCursor: "a b" }),
  }

  it("reads the query of the path, and returns the path of the next page", async () => {
    const actor = systemActor("test")
    const path = api("/helm/releases", { status: "FAILED", limit: 5 })
    expect(await firstPage(actor, path, list)).toMatchObject({
      items: [{ status: "FAILED", limit: 5 }],
      next: "/api/v1/helm/releases?status=FAILED&limit=5&cursor=a%20b",
    })
    expect(await firstPage(actor, "/api/v1/helm/releases", list)).toMatchObject({
      next: "/api/v1/helm/releases?cursor=a%20b",
    })
  })
})
