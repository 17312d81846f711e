import { routes } from "@/app/api/v1/api"
import type { Route } from "@/lib/web/http/define-route"

/** The route of a path of the API reference, below /api/v1: `tenants/{id}`. */
export function routeAt(path: string): Route {
  const route = routes.find((one) => one.path === `/api/v1/${path}`)
  if (route === undefined) throw new Error(`No route ${path}.`)
  return route
}
