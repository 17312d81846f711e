import type { z } from "zod"
import { ApiError, noAnswer, readApiError } from "@/lib/web/client/api-error"
import { reportAnswer } from "@/lib/web/client/connection"

export interface RequestOptions<T> {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE"
  /** Sent as JSON. */
  body?: unknown
  /** Validates the response body; without it the body is assumed to be `T`. */
  schema?: z.ZodType<T>
  signal?: AbortSignal
  headers?: Record<string, string>
  /** Generated for every POST. Pass your own to make a manual retry safe, or null when the request changes nothing. */
  idempotencyKey?: string | null
}

export interface Page<T> {
  items: T[]
  /** Path of the next page, or null on the last page. */
  next: string | null
  /** Names of the sources that could not be read; their items are missing. */
  incomplete?: readonly string[]
}

/** Sends a request to our own API. Returns the parsed body (undefined for 204); throws ApiError unless it succeeds. */
export async function request<T>(path: string, options: RequestOptions<T> = {}): Promise<T> {
  const response = await send(path, options)
  return readBody(response, options.schema)
}

/** Fetches one resource with its ETag, for a later change with `If-Match` that must not overwrite another one. */
export async function requestTagged<T>(
  path: string,
  options: RequestOptions<T> = {},
): Promise<{ body: T; etag: string | null }> {
  const response = await send(path, options)
  return { body: await readBody(response, options.schema), etag: response.headers.get("etag") }
}

/** Fetches one page of a list; `next` comes from the Link header. */
export async function requestPage<T>(path: string, options: RequestOptions<T[]> = {}): Promise<Page<T>> {
  const response = await send(path, options)
  const incomplete = response.headers.get("slipway-incomplete")?.split(", ") ?? []
  return {
    items: await readBody(response, options.schema),
    next: nextPath(response.headers.get("link")),
    ...(incomplete.length > 0 && { incomplete }),
  }
}

/** The path behind `rel="next"` of a Link header (RFC 8288), without the origin. */
export function nextPath(link: string | null): string | null {
  const found = link?.match(/<([^>]+)>\s*;[^,]*rel="?next"?/)?.[1]
  if (!found) return null
  const url = new URL(found, "http://localhost")
  return url.pathname + url.search
}

async function send<T>(path: string, options: RequestOptions<T>): Promise<Response> {
  const method = options.method ?? "GET"
  const headers: Record<string, string> = { accept: "application/json", ...options.headers }
  if (options.body !== undefined) headers["content-type"] ??= "application/json"
  if (method === "POST" && options.idempotencyKey !== null) {
    headers["idempotency-key"] ??= options.idempotencyKey ?? randomKey()
  }
  const response = await reach(path, {
    method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
    credentials: "same-origin",
    cache: "no-store",
  })
  reportAnswer(response.status)
  if (!response.ok) throw await readApiError(response)
  return response
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    reportAnswer(0)
    throw noAnswer()
  }
}

async function readBody<T>(response: Response, schema: z.ZodType<T> | undefined): Promise<T> {
  const text = await response.text()
  const body = text === "" ? undefined : JSON.parse(text)
  if (!schema) return body
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiError(response.status, "The server returned an unexpected response. Reload the page.", "shape")
}

// crypto.randomUUID is not available over plain HTTP except on localhost.
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
}

/** Fetches a static file of this server, such as a font. Throws ApiError like `request`. */
export async function requestFile(path: string): Promise<Blob> {
  const response = await reach(path, { credentials: "same-origin" })
  if (!response.ok) throw await readApiError(response)
  return response.blob()
}
