import { z } from "zod"
import { DomainError } from "@/lib/platform/errors"
import { defineRoute, endpoint, type Params, type Route } from "./define-route"
import { offerDirectly, type RouteRequest } from "./http-server/respond-directly"
import { responseText } from "./problem"

/**
 * The handler of every path under /api. Most requests come to the routes directly from the HTTP server; through Next.js come
 * those of other paths, and all in development.
 */
export function serveRoutes(routes: readonly Route[]): (request: RouteRequest) => Promise<Response> {
  const find = finderOf(routes)
  offerDirectly((path) => {
    const found = find(path)
    if (found === undefined) return undefined
    return async (request) => {
      const response = await found.route.handle(request, found.params)
      return {
        status: response.status,
        headers: response.headers,
        body: responseText(response) ?? response.body,
      }
    }
  })
  return (request) => {
    const url = new URL(request.url)
    const { route, params } = find(url.pathname) ?? { route: unknownPath, params: {} }
    return route.handle(request, params, url)
  }
}

type Found = { route: Route; params: Params }

function finderOf(routes: readonly Route[]): (path: string) => Found | undefined {
  const fixed = new Map(routes.map((route) => [route.path, { route, params: {} }]))
  // A fixed segment takes precedence over a parameter, which sorts after letters.
  const patterns = routes
    .filter(({ path }) => path.includes("{"))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((route) => ({ route, pattern: patternOf(route) }))
  return (path) => {
    const found = fixed.get(path)
    if (found !== undefined) return found
    for (const { route, pattern } of patterns) {
      const groups = pattern.exec(path)?.groups
      if (groups === undefined) continue
      const params = Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)])
      return { route, params: Object.fromEntries(params) }
    }
    return undefined
  }
}

const patternOf = ({ path, acceptsSlashes }: Route) =>
  new RegExp(`^${path.replace(/\{(\w+)\}/g, acceptsSlashes ? "(?<$1>.+)" : "(?<$1>[^/]+)")}$`)

const noRoute = endpoint({
  summary: "Unknown path",
  access: "public",
  query: z.looseObject({}),
  handler: async (_actor, _input, { url }) => {
    throw new DomainError(
      "not_found",
      `The path ${url.pathname} does not exist. See /api/docs for all endpoints.`,
    )
  },
})

const unknownPath = defineRoute("/api/{unknown}", {
  GET: noRoute,
  POST: noRoute,
  PUT: noRoute,
  PATCH: noRoute,
  DELETE: noRoute,
  other: noRoute,
})
