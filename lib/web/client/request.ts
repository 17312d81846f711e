import type { ApiPath, ApiRoutes } from "@/lib/platform/paths"
import { noResponse, readApiError } from "@/lib/web/client/api-error"
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
  /** Generated for every POST. Pass your own to make a manual retry safe, or null when the request changes nothing. */
  idempotencyKey?: string | null
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
  return readBody(await send(path, options))
}

/** Fetches one resource with its ETag, for a later change with `If-Match` that must not overwrite a concurrent one. */
export async function requestTagged<R extends Route>(
  path: ApiPath<R>,
  options: { signal?: AbortSignal } = {},
): Promise<{ body: GetResponse<R>; etag: string | null }> {
  const response = await send(path, options)
  return { body: await readBody(response), etag: response.headers.get("etag") }
}

/** Fetches one page of a list; `next` comes from the Link header. */
export async function requestPage<R extends Route>(
  path: ApiPath<R>,
  options: { signal?: AbortSignal } = {},
): Promise<Page<ItemOf<R>, ApiPath<R>>> {
  const response = await send(path, options)
  const incomplete = response.headers.get("slipway-incomplete")?.split(", ") ?? []
  const next = nextPath(response.headers.get("link"))
  return {
    items: await readBody(response),
    next: next as ApiPath<R> | null,
    ...(incomplete.length > 0 && { incomplete }),
  }
}

/** For an infinite query over a list: a page param is the path of the page. */
export function pagesFrom<R extends Route>(first: ApiPath<R>) {
  return {
    initialPageParam: first,
    queryFn: ({ pageParam, signal }: { pageParam: ApiPath<R>; signal: AbortSignal }) =>
      requestPage(pageParam, { signal }),
    getNextPageParam: (page: Page<ItemOf<R>, ApiPath<R>>) => page.next,
  }
}

/** Fetches a list page by page. `first` is the path of the first page. */
export async function requestAll<R extends Route>(
  first: ApiPath<R>,
  { signal, maxPages = Number.POSITIVE_INFINITY }: { signal?: AbortSignal; maxPages?: number } = {},
): Promise<ItemOf<R>[]> {
  const all: ItemOf<R>[] = []
  let next: ApiPath<R> | null = first
  for (let count = 0; count < maxPages && next !== null; count++) {
    const page: Page<ItemOf<R>, ApiPath<R>> = await requestPage(next, { signal })
    all.push(...page.items)
    next = page.next
  }
  return all
}

/** The path behind `rel="next"` of a Link header (RFC 8288), without the origin. */
export function nextPath(link: string | null): string | null {
  const found = link?.match(/<([^>]+)>\s*;[^,]*rel="?next"?/)?.[1]
  if (!found) return null
  const url = new URL(found, "http://localhost")
  return url.pathname + url.search
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const method = options.method ?? "GET"
  const headers: Record<string, string> = { accept: "application/json", ...options.headers }
  if (options.body !== undefined) headers["content-type"] ??= "application/json"
  if (method === "POST" && options.idempotencyKey !== null) {
    headers["idempotency-key"] ??= options.idempotencyKey ?? randomKey()
  }
  const response = await fetchOrThrow(path, {
    method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
    credentials: "same-origin",
    cache: "no-store",
  })
  reportResponse(response.status)
  if (!response.ok) throw await readApiError(response)
  return response
}

async function fetchOrThrow(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    reportResponse(0)
    throw noResponse()
  }
}

/** Not validated by the route's schema: the schema library would add a fifth to the script that every page loads. */
async function readBody<T>(response: Response): Promise<T> {
  const text = await response.text()
  const body = text === "" ? undefined : JSON.parse(text)
  return body
}

// crypto.randomUUID is not available over plain HTTP except on localhost.
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
}

/** Fetches a static file of this server, such as a font. Throws ApiError like `request`. */
export async function requestFile(path: string): Promise<Blob> {
  const response = await fetchOrThrow(path, { credentials: "same-origin" })
  if (!response.ok) throw await readApiError(response)
  return response.blob()
}
