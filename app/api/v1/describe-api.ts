import { declarationOf } from "@/lib/web/http/define-route"
import { type OpenApiDocument, openApiDocument } from "@/lib/web/http/openapi"
import { routes } from "./routes"

let described: OpenApiDocument | undefined

/** The OpenAPI document of all routes; built once, because routes do not change while a process runs. */
export function describeApi(): OpenApiDocument {
  described ??= openApiDocument(Object.values(routes).flatMap((route) => declarationOf(route.GET) ?? []))
  return described
}
