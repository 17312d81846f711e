import { globSync } from "node:fs"
import { dirname } from "node:path"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { declarationOf, type Method } from "@/lib/web/http/define-route"
import { originalMethodHeader } from "@/lib/web/http/http-server/api-request"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous } from "@/tools/testing/callers"
import { routes } from "./describe-api"

const folders = globSync("**/route.ts", { cwd: import.meta.dirname }).map(dirname)
const methods: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"]

describe("The list of routes", () => {
  it("contains exactly the route files under app/api/v1", () => {
    expect(Object.keys(routes).sort()).toEqual(folders.sort())
  })
})

describe("A route that returns one resource", () => {
  it("returns its ETag", () => {
    const untagged = Object.values(routes).flatMap((route) => {
      const { path = "", endpoints } = declarationOf(route.GET) ?? {}
      const { response, etag } = endpoints?.GET ?? {}
      const isOne = path.endsWith("}") && response !== undefined && !(response instanceof z.ZodArray)
      return isOne && etag !== true ? [path] : []
    })
    expect(untagged).toEqual([])
  })
})

describe.each(Object.entries(routes))("The route file %s", (folder, route) => {
  const declaration = declarationOf(route.GET)

  it("declares the path of its folder", () => {
    const path = folder.replace(/\[+(?:\.\.\.)?(\w+)\]+/g, "{$1}")
    expect(declaration?.path).toBe(`/api/v1/${path}`)
  })

  it("exports a handler for every method, and returns 405 with Allow for undeclared ones", async () => {
    expect(Object.keys(route).sort()).toEqual([...methods].sort())
    const offered = methods.filter((method) => declaration?.endpoints[method] !== undefined)
    for (const method of methods.filter((method) => !offered.includes(method))) {
      const response = await callRoute(route, method, { caller: anonymous, path: `/api/v1/${folder}` })
      expect(response.status).toBe(405)
      expect(response.headers.get("allow")).toBe(offered.join(", "))
      expect(response.headers.get("content-type")).toBe("application/problem+json")
    }
  })

  it("returns the declared methods in Allow for OPTIONS and for TRACE, the latter with 405", async () => {
    const offered = methods.filter((method) => declaration?.endpoints[method] !== undefined)
    for (const [original, status] of [
      ["OPTIONS", 204],
      ["TRACE", 405],
    ] as const) {
      const headers = { [originalMethodHeader]: original }
      const response = await callRoute(route, "PUT", {
        caller: anonymous,
        path: `/api/v1/${folder}`,
        headers,
      })
      expect(response.status).toBe(status)
      expect(response.headers.get("allow")).toBe(offered.join(", "))
    }
  })
})
