import type { Page } from "@/lib/platform/page"
import { type Reply, reply } from "./reply"

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
