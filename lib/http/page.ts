import type { Page } from "@/lib/page"
import { type Reply, reply } from "./reply"

/** A list's answer: a plain array, and `Link: <…>; rel="next"` while there is more. */
export function pageReply<T>(page: Page<T>, url: URL): Reply<T[]> {
  if (page.nextCursor === null) return reply(page.items)
  const next = new URLSearchParams(url.search)
  next.set("cursor", page.nextCursor)
  return reply(page.items, { headers: { link: `<${url.pathname}?${next}>; rel="next"` } })
}
