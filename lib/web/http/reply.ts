import type { Page } from "@/lib/platform/page"

/** A response body with its own status or headers. */
export type Reply<T> = { body: T; status?: number; headers?: Record<string, string> }

const replies = new WeakSet<object>()

/** Returns `body` with a specific status or headers. */
export function reply<T>(body: T, options: Omit<Reply<T>, "body"> = {}): Reply<T> {
  const marked = { body, ...options }
  replies.add(marked)
  return marked
}

export function isReply<T>(value: T | Reply<T>): value is Reply<T> {
  return typeof value === "object" && value !== null && replies.has(value)
}

/** A response with the location of the created resource, below the path of its list. */
export function created<T extends { id: string }>(path: string, body: T, status = 201): Reply<T> {
  return reply(body, { status, headers: { location: `${path}/${body.id}` } })
}

/**
 * The response of a list: a plain array, `Link: <…>; rel="next"` while there are more items, and `Slipway-Incomplete`
 * with the names of sources whose items are missing.
 */
export function pageReply<T>({ items, nextCursor, incomplete = [] }: Page<T>, url: URL): Reply<T[]> {
  const next = new URLSearchParams(url.search)
  if (nextCursor !== null) next.set("cursor", nextCursor)
  return reply(items, {
    headers: {
      ...(nextCursor !== null && { link: `<${url.pathname}?${next}>; rel="next"` }),
      ...(incomplete.length > 0 && { "slipway-incomplete": incomplete.join(", ") }),
    },
  })
}

export function isPage(result: unknown): result is Page<unknown> {
  return typeof result === "object" && result !== null && "items" in result && "nextCursor" in result
}
