import { declarationOf, type Exchanges, type RouteHandlers } from "@/lib/web/http/define-route"
import { type OpenApiDocument, openApiDocument } from "@/lib/web/http/openapi"
import * as declared from "./routes"

/** The handlers of every API route, by folder. */
export const routes: Record<string, RouteHandlers> = declared

declare module "@/lib/platform/paths" {
  interface ApiRoutes extends Exchanges<typeof declared> {}
}

let described: OpenApiDocument | undefined

/** The OpenAPI document of all routes; built once, because routes do not change while a process runs. */
export function describeApi(): OpenApiDocument {
  described ??= openApiDocument(Object.values(routes).flatMap((route) => declarationOf(route.GET) ?? []))
  return described
}
