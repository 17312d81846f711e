export interface Searchable {
  id: string
  label: string
  /** More words to match. */
  keywords?: readonly string[]
  /** Always shown: the item was already matched elsewhere. */
  always?: boolean
}

export interface SearchGroup<Item extends Searchable> {
  /** Null: no heading. */
  heading: string | null
  items: readonly Item[]
}

/**
 * The match quality: 4 starts with the query, 3 a word starts with it, 2 contains it, 1 a keyword contains it, 0 no
 * match.
 */
export function howWell(item: Searchable, query: string): number {
  const wanted = query.trim().toLowerCase()
  if (wanted === "" || item.always) return 4
  const label = item.label.toLowerCase()
  if (label.startsWith(wanted)) return 4
  if (label.split(/[\s:/._-]+/).some((word) => word.startsWith(wanted))) return 3
  if (label.includes(wanted)) return 2
  return item.keywords?.some((word) => word.toLowerCase().includes(wanted)) ? 1 : 0
}

/** The groups with matching items, best match first; empty groups are omitted. */
export function filterGroups<Item extends Searchable>(
  groups: readonly SearchGroup<Item>[],
  query: string,
): SearchGroup<Item>[] {
  return groups
    .map((group) => {
      const scored = group.items.map((item) => ({ item, score: howWell(item, query) }))
      const fitting = scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score)
      return { ...group, items: fitting.map((one) => one.item) }
    })
    .filter((group) => group.items.length > 0)
}
