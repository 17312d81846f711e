import type { ReleaseMatch } from "@/lib/fleet/releases/release-match"
import type { SearchHit, SearchKind } from "./schema"

/** A hit before the tenants are looked up that run it, of all hits at once. */
export type Draft = Omit<SearchHit, "tenants"> & { match: ReleaseMatch }

export type DraftGroup = { kind: SearchKind; more: boolean; hits: Draft[] }

/** What is exactly what was asked for comes first; the order is otherwise kept. */
export function cutGroup(kind: SearchKind, drafts: readonly Draft[], limit: number): DraftGroup {
  const sorted = drafts.toSorted((a, b) => Number(b.exact) - Number(a.exact))
  return { kind, more: sorted.length > limit, hits: sorted.slice(0, limit) }
}

export const nowhere: Pick<Draft, "newest" | "environments"> = {
  newest: null,
  environments: { total: 0, items: [] },
}
