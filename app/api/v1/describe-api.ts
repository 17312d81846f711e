import { declarationOf } from "@/lib/http/define-route"
import { type OpenApiDocument, openApiDocument } from "@/lib/http/openapi"
import { routes } from "./routes"

let described: OpenApiDocument | undefined

/** The OpenAPI document of every route there is; made once, since routes do not change while a process runs. */
export function describeApi(): OpenApiDocument {
  described ??= openApiDocument(Object.values(routes).flatMap((route) => declarationOf(route.GET) ?? []))
  return described
}
