import { z } from "zod"
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi"
import { type Method, methods, type Route } from "./define-route"
import type { Access, AnyEndpoint } from "./endpoint"

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

/** The body of every error response (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: "Path of the documentation for this problem." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What went wrong and what to do, for people." }),
    instance: z.string(),
    code: z.string().meta({ description: "A stable error code for programs." }),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z
            .string()
            .meta({ description: "An RFC 6901 pointer into the body, or `/name` for a parameter." }),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: "For 422: each invalid field." }),
  })
  .meta({ id: "Problem" })

const descriptions = {
  304: "Not modified since the ETag in If-None-Match.",
  400: "The request is malformed, for example a body that is not JSON or a string that contains U+0000.",
  401: "Not authenticated, or the token is unknown, expired or revoked.",
  403: "The caller does not have permission.",
  404: "The resource does not exist, or the caller is not allowed to see it.",
  409: "The request conflicts with the current state or with a request in progress.",
  412: "The resource has changed since the ETag in If-Match.",
  413: "The body is too large.",
  415: "The endpoint does not support this content type.",
  422: "Validation failed; `errors` names each field.",
  429: "Too many requests, or too many failed sign-ins.",
  431: "The request line and headers are larger than 16 KiB.",
  503: "The database or another dependency is unavailable, or too many requests are waiting. Retry after Retry-After.",
} as const

type Problem = Exclude<keyof typeof descriptions, 304>

/** Every response an endpoint can return, with its headers. */
function responsesOf(method: Method, declared: AnyEndpoint): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {}
  for (const status of [declared.status ?? 200, ...(declared.otherStatuses ?? [])]) {
    responses[`${status}` as "200"] = success(method, declared, status)
  }
  if (declared.etag === true && method === "GET") responses["304"] = { description: descriptions[304] }
  for (const status of problemsOf(method, declared)) responses[`${status}`] = problemOf(status)
  return responses
}

function success(method: Method, declared: AnyEndpoint, status: number): ZodOpenApiResponseObject {
  const response: ZodOpenApiResponseObject = {
    description: status === 201 ? "Created." : status === 204 ? "No content." : "Success.",
    headers: successHeaders(method, declared, status),
  }
  if (status !== 204) response.content = contentOf(declared)
  return response
}

function contentOf(declared: AnyEndpoint): ZodOpenApiResponseObject["content"] {
  const streamed = (declared.streamedResponse ?? []).map((type) => [
    type,
    { schema: { type: "string" as const } },
  ])
  const json =
    declared.response === undefined ? (streamed.length === 0 ? {} : null) : { schema: declared.response }
  return { ...(json === null ? {} : { "application/json": json }), ...Object.fromEntries(streamed) }
}

function successHeaders(method: Method, declared: AnyEndpoint, status: number) {
  const text = (description: string) => ({ description, schema: { type: "string" as const } })
  return {
    "X-Request-Id": text("The id of this request in the logs; the same as in the request if it was sent."),
    ...(declared.etag === true
      ? { ETag: text("Identifies this version, for If-None-Match and If-Match.") }
      : {}),
    ...(declared.incomplete === true
      ? {
          "Slipway-Incomplete": text("Comma-separated names of the repositories whose items are missing."),
        }
      : {}),
    ...(isList(declared) ? { Link: text('`<…>; rel="next"` while there are more items.') } : {}),
    ...(status === 201 ? { Location: text("The path of the created resource.") } : {}),
    ...(method === "POST"
      ? { "Idempotency-Replayed": text("`true` when this is the stored response of an earlier request.") }
      : {}),
  }
}

function isList(declared: AnyEndpoint): boolean {
  const shape: unknown = declared.query === undefined ? undefined : Reflect.get(declared.query, "shape")
  return typeof shape === "object" && shape !== null && "cursor" in shape
}

function problemsOf(method: Method, declared: AnyEndpoint): Problem[] {
  const takesBody = declared.body !== undefined || declared.streamedBody !== undefined
  const rules: [boolean, Problem[]][] = [
    [true, [400, 401, 422, 431, 503]],
    [takesBody, [413, 415]],
    [declared.access !== "public", [403]],
    [declared.params !== undefined || declared.problems?.includes(404) === true, [404]],
    [method !== "GET" || declared.problems?.includes(409) === true, [409]],
    [declared.ifMatch === true, [412]],
    [(declared.access === "person" && method === "POST") || declared.streamedBody !== undefined, [429]],
  ]
  return rules.flatMap(([applies, statuses]) => (applies ? statuses : []))
}

/** One object per status, because the generator creates a shared component for an object that is reused. */
const problems = new Map<Problem, ZodOpenApiResponseObject>()

function problemOf(status: Problem): ZodOpenApiResponseObject {
  const seconds = { description: "Seconds to wait before retrying.", schema: { type: "integer" as const } }
  const problem = problems.get(status) ?? {
    id: `Problem${status}`,
    description: descriptions[status],
    content: { "application/problem+json": { schema: problemSchema } },
    ...(status === 429 || status === 503 ? { headers: { "Retry-After": seconds } } : {}),
  }
  problems.set(status, problem)
  return problem
}
