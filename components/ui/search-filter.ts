export interface Searchable {
  id: string
  label: string
  /** More words to find it by. */
  keywords?: readonly string[]
  /** Shown whatever is typed: it was already searched for elsewhere. */
  always?: boolean
}

export interface SearchGroup<Item extends Searchable> {
  /** Null: no heading. */
  heading: string | null
  items: readonly Item[]
}

/** How well an item fits: 0 not at all, 4 begins with it, 3 a word begins with it, 2 holds it, 1 a keyword holds it. */
export function howWell(item: Searchable, query: string): number {
  const wanted = query.trim().toLowerCase()
  if (wanted === "" || item.always) return 4
  const label = item.label.toLowerCase()
  if (label.startsWith(wanted)) return 4
  if (label.split(/[\s:/._-]+/).some((word) => word.startsWith(wanted))) return 3
  if (label.includes(wanted)) return 2
  return item.keywords?.some((word) => word.toLowerCase().includes(wanted)) ? 1 : 0
}

/** The groups with what fits, the best first; empty groups are left out. */
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
