import { describe, expect, it } from "vitest"
import { originalMethodHeader } from "@/lib/web/http/http-server/api-request"
import { GET as handle } from "./[[...path]]/route"

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"] as const
const paths = [
  "/api",
  "/api/v1",
  "/api/v2/tenants",
  "/api/v1/platform/deploymints?limit=1",
  "/api/docs/nothing",
]

describe("A path under /api that no route matches", () => {
  it.each(methods.flatMap((method) => paths.map((path) => [method, path] as const)))(
    "returns a 404 problem document: %s %s",
    async (method, path) => {
      const response = await handle(
        new Request(`http://slipway.test${path}`, {
          method: method === "TRACE" ? "PUT" : method,
          headers: method === "TRACE" ? { [originalMethodHeader]: method } : {},
        }),
      )
      expect(response.status).toBe(404)
      expect(response.headers.get("content-type")).toBe("application/problem+json")
      expect(await response.json()).toMatchObject({ code: "not_found", instance: path.split("?")[0] })
    },
  )
})
