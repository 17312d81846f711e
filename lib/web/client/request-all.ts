import { type Page, requestPage } from "@/lib/web/client/request"

/** Fetches a whole list page by page, following the Link headers. `first` is the path of the first page. */
export async function requestAll<T>(first: string, options: { signal?: AbortSignal } = {}): Promise<T[]> {
  const all: T[] = []
  let next: string | null = first
  while (next !== null) {
    const page: Page<T> = await requestPage<T>(next, options)
    all.push(...page.items)
    next = page.next
  }
  return all
}
