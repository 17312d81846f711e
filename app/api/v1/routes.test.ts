import { globSync } from "node:fs"
import { dirname } from "node:path"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { type Method, methods, type Route } from "@/lib/web/http/define-route"
import { originalMethodHeader } from "@/lib/web/http/http-server/api-request"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous } from "@/tools/testing/callers"
import { routes } from "./api"
import * as resources from "./routes"

describe("The list of routes", () => {
  it("contains exactly the files of routes under app/api/v1", () => {
    const folders = globSync("**/routes.ts", { cwd: import.meta.dirname }).map(dirname)
    const names = folders.map((folder) => folder.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()))
    expect([".", ...Object.keys(resources)].sort()).toEqual(names.sort())
  })

  it("has each path once", () => {
    const paths = routes.map(({ path }) => path)
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([])
  })
})

describe("A route that returns one resource", () => {
  it("returns its ETag", () => {
    const untagged = routes.flatMap(({ path, endpoints }) => {
      const { response, etag } = endpoints.GET ?? {}
      const isOne = path.endsWith("}") && response !== undefined && !(response instanceof z.ZodArray)
      return isOne && etag !== true ? [path] : []
    })
    expect(untagged).toEqual([])
  })
})

describe.each(routes)("The route $path", (route) => {
  const offered = methods.filter((method) => route.endpoints[method] !== undefined)
  const call = (one: Route, method: Method, headers = {}) =>
    callRoute(one, method, { caller: anonymous, path: one.path, headers })

  it("returns 405 with Allow for undeclared methods", async () => {
    for (const method of methods.filter((method) => !offered.includes(method))) {
      const response = await call(route, method)
      expect(response.status).toBe(405)
      expect(response.headers.get("allow")).toBe(offered.join(", "))
      expect(response.headers.get("content-type")).toBe("application/problem+json")
    }
  })

  it("returns the declared methods in Allow for OPTIONS and for TRACE, the latter with 405", async () => {
    for (const [original, status] of [
      ["OPTIONS", 204],
      ["TRACE", 405],
    ] as const) {
      const response = await call(route, "PUT", { [originalMethodHeader]: original })
      expect(response.status).toBe(status)
      expect(response.headers.get("allow")).toBe(offered.join(", "))
    }
  })
})
