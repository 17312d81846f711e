import { describe, expect, it } from "vitest"
import { originalMethodHeader } from "@/lib/web/http/http-server/api-request"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous } from "@/tools/testing/callers"
import * as unknown from "./[[...unknown]]/route"

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
      const { status, headers, body } = await callRoute(unknown, method === "TRACE" ? "PUT" : method, {
        caller: anonymous,
        path,
        headers: method === "TRACE" ? { [originalMethodHeader]: method } : {},
      })
      expect(status).toBe(404)
      expect(headers.get("content-type")).toBe("application/problem+json")
      expect(body).toMatchObject({ code: "not_found", instance: path.split("?")[0] })
    },
  )
})
