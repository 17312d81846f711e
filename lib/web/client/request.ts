import type { ApiPath, ApiRoutes } from "@/lib/platform/paths"
import { ApiError, noResponse, readApiError } from "@/lib/web/client/api-error"
import { reportResponse } from "@/lib/web/client/connection"

export type Route = keyof ApiRoutes
export type MethodOf<R extends Route> = keyof ApiRoutes[R] & string
export type BodyOf<R extends Route, M extends MethodOf<R>> = ApiRoutes[R][M] extends { body: infer B }
  ? B
  : never
export type ResponseOf<R extends Route, M extends MethodOf<R>> = [ApiRoutes[R][M]] extends [
  { response: infer T },
]
  ? T
  : unknown
/** The response of `GET`. */
type GetResponse<R extends Route> = "GET" extends MethodOf<R> ? ResponseOf<R, "GET"> : unknown
type ItemOf<R extends Route> = GetResponse<R> extends readonly (infer T)[] ? T : never

export interface RequestOptions<M extends string = string, Body = unknown> {
  /** `GET` by default. */
  method?: M
  /** Sent as JSON. */
  body?: Body
  signal?: AbortSignal
  headers?: Record<string, string>
  /** Generated for every POST, and kept for a retry of the same request. Null when the request changes nothing. */
  idempotencyKey?: null
}

export interface Page<T, Path extends string = string> {
  items: T[]
  /** Path of the next page, or null on the last page. */
  next: Path | null
  /** Names of the sources that could not be read; their items are missing. */
  incomplete?: readonly string[]
}

/** Sends a request to our own API. Returns the parsed body (undefined for 204); throws ApiError unless it succeeds. */
export async function request<R extends Route, M extends MethodOf<R> = "GET" & MethodOf<R>>(
  path: ApiPath<R>,
  options: RequestOptions<M, BodyOf<R, M>> = {},
): Promise<ResponseOf<R, M>> {
  return parseBody((await send(path, options)).text)
}

/** Fetches one resource with its ETag, for a later change with `If-Match` that must not overwrite a concurrent one. */
export async function requestTagged<R extends Route>(
  path: ApiPath<R>,
  options: { signal?: AbortSignal } = {},
): Promise<{ body: GetResponse<R>; etag: string | null }> {
  const { text, headers } = await send(path, options)
  return { body: parseBody(text), etag: headers.get("etag") }
}

/** Fetches one page of a list; `next` comes from the Link header. */
export async function requestPage<R extends Route>(
  path: ApiPath<R>,
  options: { signal?: AbortSignal } = {},
): Promise<Page<ItemOf<R>, ApiPath<R>>> {
  const { text, headers } = await send(path, options)
  const incomplete = headers.get("slipway-incomplete")?.split(", ") ?? []
  const next = nextPath(headers.get("link"))
  return {
    items: parseBody(text),
    next: next as ApiPath<R> | null,
    ...(incomplete.length > 0 && { incomplete }),
  }
}

/** Fetches a list page by page. `first` is the path of the first page. */
export async function requestAll<R extends Route>(
  first: ApiPath<R>,
  { signal, maxPages = Number.POSITIVE_INFINITY }: { signal?: AbortSignal; maxPages?: number } = {},
): Promise<ItemOf<R>[]> {
  const items: ItemOf<R>[] = []
  let next: ApiPath<R> | null = first
  for (let count = 0; count < maxPages && next !== null; count++) {
    const page: Page<ItemOf<R>, ApiPath<R>> = await requestPage(next, { signal })
    items.push(...page.items)
    next = page.next
  }
  return items
}

/** The path behind `rel="next"` of a Link header (RFC 8288), without the origin. */
export function nextPath(link: string | null): string | null {
  const nextUrl = link?.match(/<([^>]+)>\s*;[^,]*rel="?next"?/)?.[1]
  if (!nextUrl) return null
  const url = new URL(nextUrl, "http://localhost")
  return url.pathname + url.search
}

type Received = { text: string; headers: Headers }

async function send(path: string, options: RequestOptions): Promise<Received> {
  const method = options.method ?? "GET"
  const headers: Record<string, string> = { accept: "application/json", ...options.headers }
  const body = options.body === undefined ? undefined : JSON.stringify(options.body)
  if (body !== undefined) headers["content-type"] ??= "application/json"
  const init: RequestInit = {
    method,
    headers,
    body,
    signal: options.signal,
    credentials: "same-origin",
    cache: "no-store",
  }
  if (method !== "POST" || options.idempotencyKey === null) return respondTo(path, init)
  const attempt = JSON.stringify([path, headers, body])
  headers["idempotency-key"] = unsettledKey(attempt) ?? randomKey()
  unsettled = null
  return respondTo(path, init).catch((error: unknown) => {
    if (isUnsettled(error)) unsettled = { attempt, key: headers["idempotency-key"], at: Date.now() }
    throw error
  })
}

/**
 * The last POST, where it is unknown whether it was executed. Sent again unchanged, it has the same Idempotency-Key, so that
 * the server returns its first response instead of creating a second token.
 */
let unsettled: { attempt: string; key: string | undefined; at: number } | null = null
const retryWithinMs = 300_000

function unsettledKey(attempt: string): string | undefined {
  if (unsettled?.attempt !== attempt || Date.now() - unsettled.at > retryWithinMs) return undefined
  return unsettled.key
}

function isUnsettled(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.status === 0 || error.status >= 500 || error.code === "idempotency_key_in_flight"
}

async function respondTo(path: string, init: RequestInit): Promise<Received> {
  const response = await orNoResponse(fetch(path, init), init)
  if (!response.ok) {
    reportResponse(response.status)
    throw await readApiError(response)
  }
  // The connection may break while the body is being received.
  const text = await orNoResponse(response.text(), init)
  reportResponse(response.status)
  return { text, headers: response.headers }
}

async function orNoResponse<T>(received: Promise<T>, init: RequestInit): Promise<T> {
  try {
    return await received
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    reportResponse(0)
    throw noResponse()
  }
}

/** Not validated by the route's schema: the schema library would add a fifth to the script that every page loads. */
function parseBody<T>(text: string): T {
  const body = text === "" ? undefined : JSON.parse(text)
  return body
}

// crypto.randomUUID is not available over plain HTTP except on localhost.
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
}

/** Fetches a static file of this server, such as a font. Throws ApiError like `request`. */
export async function requestFile(path: string): Promise<Blob> {
  const init: RequestInit = { credentials: "same-origin" }
  const response = await orNoResponse(fetch(path, init), init)
  if (!response.ok) throw await readApiError(response)
  return response.blob()
}
