import type { InfiniteData } from "@tanstack/react-query"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import type { Page } from "@/lib/web/client/request"

export type History = InfiniteData<Page<Deployment>, string>

/**
 * Merges a fresh first page into the loaded pages: new rows are added on top, known rows are updated, and rows that no
 * longer match the filter are removed. Null if the two do not overlap, because rows in between would be missing.
 */
export function mergeNewestPage(known: History, fresh: Page<Deployment>): History | null {
  if (fresh.next === null) return { pages: [fresh], pageParams: known.pageParams.slice(0, 1) }
  const ids = new Set(fresh.items.map((one) => one.id))
  const meeting = known.pages.findLastIndex((page) => page.items.some((one) => ids.has(one.id)))
  const page = known.pages[meeting]
  if (page === undefined) return null
  const last = page.items.findLastIndex((one) => ids.has(one.id))
  const first = { items: [...fresh.items, ...page.items.slice(last + 1)], next: page.next }
  return {
    pages: [first, ...known.pages.slice(meeting + 1)],
    pageParams: [...known.pageParams.slice(0, 1), ...known.pageParams.slice(meeting + 1)],
  }
}
