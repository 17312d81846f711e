/** Something that was opened from the palette. */
export interface RecentFind {
  label: string
  hint: string
  href: string
}

const key = "slipway-recent"
const most = 6

/** What was opened last from the palette in this browser, the last first. */
export function readRecent(): RecentFind[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]")
    return Array.isArray(kept) ? kept.filter(isFind).slice(0, most) : []
  } catch {
    return []
  }
}

export function keepRecent(find: RecentFind): void {
  const others = readRecent().filter(({ href }) => href !== find.href)
  try {
    localStorage.setItem(key, JSON.stringify([find, ...others].slice(0, most)))
  } catch {
    // A browser that keeps nothing has no recent finds.
  }
}

/** Only paths of this server: the storage may hold what somebody else put there. */
function isFind(value: unknown): value is RecentFind {
  if (typeof value !== "object" || value === null) return false
  const { label, hint, href }: Record<string, unknown> = { ...value }
  return [label, hint, href].every((text) => typeof text === "string") && /^\/(?!\/)/.test(String(href))
}
