import type { ReleaseMatch } from "@/lib/fleet/releases/read-running-releases"
import { type SearchHit, type SearchKind, searchKinds } from "./schema"

/** A result before its tenants are resolved, for all results in one query. */
export type Draft = Omit<SearchHit, "tenants"> & { match: ReleaseMatch }

/** A result as found. The label defaults to the id; missing fields do not apply to the result. */
export type Found = Pick<Draft, "kind" | "id" | "exact" | "path"> & Partial<Draft>

export type DraftGroup = { kind: SearchKind; more: boolean; hits: Draft[] }

const defaults = { detail: null, newest: null, environments: { total: 0, items: [] }, match: {} }

/**
 * One group per kind; those with an exact match first, then in the order of the kinds. In a group, exact matches come first;
 * the order is otherwise preserved.
 */
export function groupResults(found: readonly Found[], limit: number): DraftGroup[] {
  const groups = [...Map.groupBy(found, ({ kind }) => kind)].map(([kind, ofKind]) => ({
    kind,
    more: ofKind.length > limit,
    hits: ofKind
      .toSorted((a, b) => Number(b.exact) - Number(a.exact))
      .slice(0, limit)
      .map((one) => ({ ...defaults, label: one.id, ...one })),
  }))
  const isExact = ({ hits }: DraftGroup) => Number(hits.some(({ exact }) => exact))
  const rank = ({ kind }: DraftGroup) => searchKinds.indexOf(kind)
  return groups.sort((a, b) => isExact(b) - isExact(a) || rank(a) - rank(b))
}
