import { describe, expect, it } from "vitest"
import { z } from "zod"
import { defineRoute, endpoint } from "./define-route"
import { findDirectRoute } from "./http-server/respond-directly"
import { serveRoutes } from "./serve-routes"

/** A route that responds with its path and parameters. */
function echo(path: string, options = {}) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, z.string()])
  const declared = endpoint({
    summary: "Echo",
    access: "public",
    params: z.strictObject(Object.fromEntries(names)),
    response: z.unknown(),
    handler: async (_actor, { params }) => [path, ...Object.values(params)],
  })
  return defineRoute(path, { GET: declared }, options)
}

const handle = serveRoutes([
  echo("/api/{id}"),
  echo("/api/me"),
  echo("/api/{id}/history"),
  echo("/api/me/{list}"),
  echo("/api/branch/{name}", { acceptsSlashes: true }),
])

const get = async (path: string) => (await handle(new Request(`http://slipway.test${path}`))).json()

describe("serveRoutes", () => {
  it.each([
    ["/api/7", ["/api/{id}", "7"]],
    ["/api/branch", ["/api/{id}", "branch"]],
    ["/api/a%2Fb%20c", ["/api/{id}", "a/b c"]],
    ["/api/me", ["/api/me"]],
    ["/api/7/history", ["/api/{id}/history", "7"]],
    ["/api/me/history", ["/api/me/{list}", "history"]],
    ["/api/branch/feature/one%2Ftwo", ["/api/branch/{name}", "feature/one/two"]],
  ])("passes %s to the most specific route, with decoded parameters", async (path, expected) => {
    expect(await get(path)).toEqual(expected)
    expect(findDirectRoute(path)).toBeDefined()
  })

  it.each(["/api", "/api/7/8", "/api/7/history/1"])("responds to %s with 404", async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, code: "not_found" })
    expect(findDirectRoute(path)).toBeUndefined()
  })
})
