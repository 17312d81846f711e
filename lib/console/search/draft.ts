import type { ReleaseMatch } from "@/lib/fleet/releases/read-running-releases"
import type { SearchHit, SearchKind } from "./schema"

/** A result before its tenants are resolved, which is done for all results in one query. */
export type Draft = Omit<SearchHit, "tenants"> & { match: ReleaseMatch }

export type DraftGroup = { kind: SearchKind; more: boolean; hits: Draft[] }

/** Exact matches come first; the order is otherwise preserved. */
export function cutGroup(kind: SearchKind, drafts: readonly Draft[], limit: number): DraftGroup {
  const sorted = drafts.toSorted((a, b) => Number(b.exact) - Number(a.exact))
  return { kind, more: sorted.length > limit, hits: sorted.slice(0, limit) }
}

export const nowhere: Pick<Draft, "newest" | "environments"> = {
  newest: null,
  environments: { total: 0, items: [] },
}
