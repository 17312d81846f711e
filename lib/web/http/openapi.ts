import { z } from "zod"
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiPathsObject,
} from "zod-openapi"
import { type Method, methods, type Route } from "./define-route"
import type { Access, AnyEndpoint } from "./endpoint"
import { responsesOf } from "./openapi-responses"

export type OpenApiDocument = ReturnType<typeof createDocument>

const introduction = `The API that pipelines and the console use. Send an API token as \`Authorization: Bearer slw_…\`. A token
has scopes and can be limited to environments and tenants. A browser session works too; its writes must come from Slipway's own pages.

Times are RFC 3339 with any offset; responses use UTC. Errors are RFC 9457 \`application/problem+json\`. An unknown field is
a 422 that suggests the closest known field. Lists are plain arrays; follow the \`Link\` header for more pages. Every POST accepts
an \`Idempotency-Key\`: for 24 hours, the same key and payload return the stored response without running the request again.`

/** The OpenAPI 3.1 document, derived from the declarations that also validate requests and responses. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  return createDocument(described(routes), {
    // The format is enough; the pattern that zod adds is a very long regular expression.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern
    },
  })
}

function described(routes: readonly Route[]): ZodOpenApiObject {
  return {
    openapi: "3.1.1",
    info: {
      title: "Slipway",
      version: "1.0.0",
      description: introduction,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }, { session: [] }],
    tags: tagsOf(routes),
    paths: Object.fromEntries(routes.map(({ path, endpoints }) => [path, pathItem(path, endpoints)])),
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, `slw_…`." },
        signature: {
          type: "apiKey",
          in: "header",
          name: "X-Hub-Signature-256",
          description:
            "The signature of the other system with the secret of an event source; each route names its headers.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "next-auth.session-token",
          description: "The browser session; `__Secure-next-auth.session-token` over HTTPS.",
        },
      },
    },
  }
}

function pathItem(path: string, endpoints: Route["endpoints"]): ZodOpenApiPathsObject[string] {
  const item: ZodOpenApiPathsObject[string] = {}
  for (const method of methods) {
    const declared = endpoints[method]
    if (declared !== undefined) item[keyOf(method)] = operation(path, method, declared)
  }
  return item
}

const keyOf = (method: Method) => method.toLowerCase() as Lowercase<Method>

function operation(path: string, method: Method, declared: AnyEndpoint): ZodOpenApiOperationObject {
  return {
    operationId: operationId(path, method),
    summary: declared.summary,
    description: [declared.description, accessMessage(declared.access)].filter(Boolean).join("\n\n"),
    tags: [tagOf(path)],
    security: securityOf(declared.access),
    requestParams: { ...objectIn("path", declared.params), ...objectIn("query", declared.query) },
    parameters: headersOf(method, declared),
    requestBody: bodyOf(declared),
    responses: responsesOf(method, declared),
  }
}

/** Such as `getPlatformDeploymentsTagByImageTag`: derived from the path and as stable as the path. */
function operationId(path: string, method: Method): string {
  const segments = path
    .replace("/api/v1/", "")
    .split(/[/._-]/)
    .map((part) => {
      const name = part.replace(/[{}]/g, "")
      return (part.startsWith("{") ? "By" : "") + name.charAt(0).toUpperCase() + name.slice(1)
    })
  return keyOf(method) + segments.join("")
}

/** The first path segment after the version and `platform`. */
function tagOf(path: string): string {
  const [first = "", second] = path.replace("/api/v1/", "").split("/")
  return first === "platform" && second !== undefined ? second : first
}

function tagsOf(routes: readonly Route[]): { name: string }[] {
  return [...new Set(routes.map(({ path }) => tagOf(path)))].sort().map((name) => ({ name }))
}

function accessMessage(access: Access): string {
  if (access === "public") return "No authentication required."
  if (access === "signed-in") return "Requires authentication."
  if (access === "person") return "Requires a signed-in user; API tokens are not accepted."
  if (access === "signed") return "Requires the signature of an enabled event source."
  return `Requires the scope \`${access}\`.`
}

function securityOf(access: Access): NonNullable<ZodOpenApiOperationObject["security"]> {
  if (access === "public") return []
  if (access === "person") return [{ session: [] }]
  if (access === "signed") return [{ signature: [] }]
  const scopes = access === "signed-in" ? [] : [access]
  return [{ token: scopes }, { session: [] }]
}

function objectIn(location: "path" | "query", schema: z.core.$ZodType | undefined): ZodOpenApiParameters {
  if (schema === undefined) return {}
  if (schema instanceof z.ZodObject) return { [location]: schema }
  throw new Error("Parameters must be declared as an object.")
}

function headersOf(method: Method, declared: AnyEndpoint): ZodOpenApiOperationObject["parameters"] {
  const header = (applies: boolean, name: string, description: string) =>
    applies ? [{ in: "header" as const, name, description, schema: { type: "string" as const } }] : []
  const hasTag = declared.etag === true
  return [
    ...header(
      method === "POST",
      "Idempotency-Key",
      "A unique key for this request: 1 to 255 visible ASCII characters.",
    ),
    ...header(
      method === "GET" && hasTag,
      "If-None-Match",
      "An ETag; returns 304 if the resource still has it.",
    ),
    ...header(
      declared.ifMatch === true,
      "If-Match",
      "An ETag; returns 412 if the resource has changed since.",
    ),
  ]
}

function bodyOf(declared: AnyEndpoint): ZodOpenApiOperationObject["requestBody"] {
  if (declared.streamedBody !== undefined) {
    const content = declared.streamedBody.map((type) => [type, { schema: { type: "string" as const } }])
    return { required: true, content: Object.fromEntries(content) }
  }
  if (declared.body === undefined) return undefined
  const { body } = declared
  const required = [{}, undefined].every((absent) => !z.safeParse(body, absent).success)
  return { required, content: { "application/json": { schema: body } } }
}
