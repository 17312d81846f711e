import { z } from "zod"
import { type Actor, requirePerson, requireScope, sourceOf } from "@/lib/identity/auth/actor"
import { authenticate, rejectCrossSiteWrite } from "@/lib/identity/auth/authenticate"
import { DomainError, methodNotAllowed, notFound } from "@/lib/platform/errors"
import { etagMatches, etagOf } from "@/lib/platform/etag"
import { processMetrics } from "@/lib/platform/metrics/process-metrics"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { isStorable } from "@/lib/platform/storable"
import { check } from "@/lib/platform/validate"
import { originalMethodHeader } from "@/lib/web/http/http-server/api-request"
import type { RouteRequest } from "@/lib/web/http/http-server/respond-directly"
import type { AnyEndpoint, DeclaredEndpoint, RequestContext } from "./endpoint"
import { idempotencyKeyOf, readSigned } from "./event-request"
import { respondOnce } from "./idempotency"
import { emptyInspection, type Inspection, inspectRequest } from "./inspect-request"
import { isLargeJson, largeJson } from "./large-json"
import { parseInput } from "./parse-input"
import { problemOf, responseOf, textResponse } from "./problem"
import {
  decodeText,
  mediaType,
  readBytes,
  rejectCompressedBody,
  type SpooledBody,
  withSpooledBody,
} from "./read-body"
import { created, isPage, isReply, pageReply, type Reply } from "./reply"
import { requestIdOf } from "./request-id"
import { streamLines } from "./stream-lines"

export { endpoint, idParams } from "./endpoint"

const jsonType = "application/json"
export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const
export type Method = (typeof methods)[number]
/** `other` handles OPTIONS and unlisted methods; by default they get the Allow header, with a 405 for the latter. */
export type Endpoints = Partial<Record<Method | "other", AnyEndpoint>>
export type Params = Readonly<Record<string, string>>

/** `handle` serves all methods of the path; `params` are decoded. */
export type Route<Path extends string = string, E extends Endpoints = Endpoints> = Options & {
  path: Path
  endpoints: E
  handle: (request: RouteRequest, params?: Params, url?: URL) => Promise<Response>
}
/** `acceptsSlashes`: the last parameter may contain slashes. */
type Options = { acceptsSlashes?: boolean }

/** The input and output of each method of each route, by the route's path. */
export type Exchanges<R extends Route> = { [One in R as One["path"]]: ExchangesOf<One["endpoints"]> }
type ExchangesOf<E> = { [M in keyof E]: E[M] extends DeclaredEndpoint<infer Declared> ? Declared : never }

/**
 * Declares the methods of one path. Each request is handled alike: authenticate → authorize → parse → run → respond, or
 * problem+json. `path` is the OpenAPI path, with `{name}` for parameters.
 */
export function defineRoute<Path extends string, E extends Endpoints>(
  path: Path,
  declared: E,
  options: Options = {},
): Route<Path, E> {
  const completed = Object.entries(declared).map(([method, one]) => [method, complete(one, method, path)])
  const endpoints: E = Object.fromEntries(completed)
  return {
    path,
    endpoints,
    ...options,
    async handle(request, params = {}, url = new URL(request.url)) {
      const startedAt = performance.now()
      const at = new Date()
      const method = request.headers.get(originalMethodHeader) ?? request.method
      const requestId = requestIdOf(request.headers.get("x-request-id"))
      const inspection = emptyInspection()
      const response = await handle({ request, method, url, params, requestId, inspection }, endpoints)
      observe(path, method, response.status, startedAt)
      const durationMs = performance.now() - startedAt
      inspectRequest({ request, url, at, durationMs, inspection, response, method, route: path, requestId })
      return response
    },
  }
}

/** The endpoint with its defaults. */
function complete(declared: AnyEndpoint, method: string, path: string): AnyEndpoint {
  const { response, streamedResponse } = declared
  const isOne = path.endsWith("}") && response !== undefined && !(response instanceof z.ZodArray)
  return {
    ...declared,
    status: declared.status ?? (response === undefined && streamedResponse === undefined ? 204 : 200),
    etag: declared.etag ?? (isOne && (method === "GET" || method === "PATCH")),
  }
}

/** Unknown methods share the label `other`; otherwise clients could create an unlimited number of time series. */
function observe(route: string, method: string, status: number, startedAt: number): void {
  const name = methods.find((candidate) => candidate === method) ?? "other"
  const seconds = (performance.now() - startedAt) / 1_000
  processMetrics().requests.observe({ route, method: name, status: String(status) }, seconds)
}

type Incoming = {
  request: RouteRequest
  method: string
  url: URL
  params: Params
  requestId: string
  inspection: Inspection
}

async function handle(incoming: Incoming, endpoints: Endpoints): Promise<Response> {
  const { request, method, url, requestId, inspection } = incoming
  let response: Response
  try {
    const declared = endpointFor(method, endpoints)
    response =
      declared === null
        ? new Response(null, { status: 204, headers: { allow: allowedMethods(endpoints).join(", ") } })
        : await serve(declared, incoming)
  } catch (error) {
    const isWrite = request.method !== "GET"
    const problem = problemOf(error, { instance: url.pathname, requestId, isWrite })
    inspection.problem = problem.body
    response = responseOf(problem)
  }
  response.headers.set("x-request-id", requestId)
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "private, no-store")
  return response
}

function allowedMethods(endpoints: Endpoints): Method[] {
  return methods.filter((name) => endpoints[name] !== undefined)
}

/** Null for OPTIONS, which returns the declared methods. */
function endpointFor(method: string, endpoints: Endpoints): AnyEndpoint | null {
  const name = method === "HEAD" ? "GET" : methods.find((candidate) => candidate === method)
  const declared = name === undefined ? endpoints.other : endpoints[name]
  if (declared !== undefined) return declared
  if (method === "OPTIONS") return null
  throw methodNotAllowed(method, allowedMethods(endpoints))
}

async function serve(declared: AnyEndpoint, incoming: Incoming): Promise<Response> {
  const { request, requestId, inspection } = incoming
  const signed = await readSigned(declared, request, requestId)
  const actor =
    signed?.actor ?? (await authenticate(request.headers, requestId, declared.access === "public"))
  inspection.actor = actor
  inspection.params = incoming.params
  rejectCrossSiteWrite(request, actor)
  authorize(actor, declared)
  rejectCompressedBody(request)
  const received = { ...incoming, declared, actor }
  if (declared.streamedBody === undefined) {
    const text = request.method === "GET" ? "" : decodeText(signed?.body ?? (await readBytes(request)))
    return runUseCase(received, text, null)
  }
  const { streamedBody } = declared
  inspection.body = { contentType: mediaType(request), contentLength: request.headers.get("content-length") }
  return withUploadSlot(actor, () =>
    withSpooledBody(request, streamedBody, (body) => runUseCase(received, body.sha256, body)),
  )
}

type Received = Incoming & { declared: AnyEndpoint; actor: Actor }

/** `payload`: the text of the body, or the hash of a body that was spooled to disk. */
async function runUseCase(received: Received, payload: string, body: SpooledBody | null): Promise<Response> {
  const { declared, request, url, params, actor, inspection } = received
  const parsedParams = parseParams(declared, params)
  const {
    query,
    body: parsedBody,
    comparable,
  } = await parseInput(actor, declared, { request, url, payload, inspection })
  const input = { params: parsedParams, query, body: parsedBody }
  const summarize = (result: unknown) => {
    inspection.result = result
  }
  const ifMatch = declared.ifMatch === true ? request.headers.get("if-match") : null
  const keepSent = (fields: object) => {
    inspection.body = fields
  }
  const context: RequestContext = { request, url, body, summarize, keepSent, ifMatch }
  const run = async () => respond(received, await declared.handler(actor, input, context))
  const key = idempotencyKeyOf(declared, request)
  if (request.method !== "POST" || key === null) return run()
  const { runWithClaim } = declared
  return respondOnce(
    { actor, key, payload: `${url.pathname}${url.search}\n${comparable()}` },
    {
      run,
      runWithClaim:
        runWithClaim &&
        (async (claim) => {
          const result = await runWithClaim.run(actor, input, claim)
          return result === null ? null : respond(received, result)
        }),
      replayOf:
        runWithClaim && (async (recorded) => respond(received, await runWithClaim.replayOf(recorded))),
    },
  )
}

function authorize(actor: Actor, { access }: AnyEndpoint): void {
  if (access === "person") requirePerson(actor)
  else if (access === "signed") requireScope(actor, "deployments:write")
  else if (access !== "public" && access !== "signed-in") requireScope(actor, access)
}

/** Invalid path parameters are a 404, like those of a resource that does not exist. */
function parseParams(declared: AnyEndpoint, params: Params): never {
  if (!isStorable(params))
    throw new DomainError("malformed", "The path contains characters that cannot be stored.")
  if (declared.params === undefined) return undefined as never
  const checked = check(declared.params, params)
  if ("value" in checked) return checked.value as never
  throw notFound(checked.errors.map(({ message }) => message).join(" "))
}

function respond({ declared, request, url, inspection }: Received, result: unknown): Response {
  if (result instanceof Response) return result
  const replied = replyOf(declared, url, result)
  inspection.result = replied.body
  const status = replied.status ?? declared.status ?? 200
  const headers = new Headers(replied.headers)
  if (status === 204) return new Response(null, { status, headers })
  if (process.env.NODE_ENV === "test" && declared.response !== undefined)
    z.parse(declared.response, replied.body)
  headers.set("content-type", jsonType)
  if (declared.etag === true) {
    const etag = etagOf(replied.body)
    headers.set("etag", etag)
    const knownTag = request.headers.get("if-none-match")
    if (request.method === "GET" && knownTag !== null && etagMatches(knownTag, etag))
      return new Response(null, { status: 304, headers })
  }
  if (!isLargeJson(replied.body)) return textResponse(JSON.stringify(replied.body), { status, headers })
  return new Response(streamLines(largeJson(replied.body), { contentType: jsonType }).body, {
    status,
    headers,
  })
}

function replyOf({ response, status }: AnyEndpoint, url: URL, result: unknown): Reply<unknown> {
  if (response instanceof z.ZodArray && isPage(result)) return pageReply(result, url)
  if (isReply(result)) return result
  return status === 201 ? created(url.pathname, Object(result)) : { body: result }
}

/** Each upload occupies disk space while it is received, queued and processed. */
const maxUploads = 6
const maxUploadsOfCaller = 3
const retryAfterSeconds = 10

const uploadsOfProcess = new ProcessSingleton<string[]>("uploads")

/** Runs `work`, or throws a 429 when too many uploads are in progress, for this caller or in total. */
async function withUploadSlot<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
  const uploads = uploadsOfProcess.get(() => [])
  const caller = sourceOf(actor)
  if (
    uploads.length >= maxUploads ||
    uploads.filter((upload) => upload === caller).length >= maxUploadsOfCaller
  ) {
    throw new DomainError("too_many_requests", "Too many uploads are in progress. Retry after Retry-After.", {
      retryAfterSeconds,
    })
  }
  uploads.push(caller)
  try {
    return await work()
  } finally {
    uploads.splice(uploads.indexOf(caller), 1)
  }
}
