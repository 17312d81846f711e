import { z } from "zod"
import { defineRoute, type Exchanges, endpoint, type Route } from "@/lib/web/http/define-route"
import { type OpenApiDocument, openApiDocument } from "@/lib/web/http/openapi"
import * as resources from "./routes"

export const openapi = defineRoute("/api/v1/openapi.json", {
  GET: endpoint({
    summary: "Get the OpenAPI document",
    access: "public",
    response: z.looseObject({ openapi: z.string() }),
    etag: true,
    handler: async () => ({ ...describeApi() }),
  }),
})

type Declared = RoutesIn<(typeof resources)[keyof typeof resources]> | typeof openapi
type RoutesIn<R> = R extends unknown ? R[keyof R] : never

declare module "@/lib/platform/paths" {
  interface ApiRoutes extends Exchanges<Declared> {}
}

/** All routes in the order of the OpenAPI document: by path, parameters first. */
export const routes: readonly Route[] = [
  ...Object.values(resources).flatMap((resource) => Object.values<Route>(resource)),
  openapi,
].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))

function sortKey({ path }: Route): string {
  return path.replaceAll("{", " ")
}

let described: OpenApiDocument | undefined

/** The OpenAPI document of all routes; built once, because routes do not change while a process runs. */
export function describeApi(): OpenApiDocument {
  described ??= openApiDocument(routes)
  return described
}
