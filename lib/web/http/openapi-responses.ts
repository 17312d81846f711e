import { z } from "zod"
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi"
import type { Method } from "./define-route"
import type { AnyEndpoint } from "./endpoint"

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
export function responsesOf(method: Method, declared: AnyEndpoint): ZodOpenApiResponsesObject {
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
