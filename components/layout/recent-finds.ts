export interface RecentFind {
  label: string
  hint: string
  href: string
}

const recentKey = "slipway-recent"
const maxRecent = 6

export function readRecent(): RecentFind[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(recentKey) ?? "[]")
    return Array.isArray(stored) ? stored.filter(isFind).slice(0, maxRecent) : []
  } catch {
    return []
  }
}

export function keepRecent(find: RecentFind): void {
  const others = readRecent().filter(({ href }) => href !== find.href)
  try {
    localStorage.setItem(recentKey, JSON.stringify([find, ...others].slice(0, maxRecent)))
  } catch {
    // Without storage there are no recent results.
  }
}

/** Accepts paths of this server only, because the storage may contain other values. */
function isFind(value: unknown): value is RecentFind {
  if (typeof value !== "object" || value === null) return false
  const { label, hint, href }: Record<string, unknown> = { ...value }
  return [label, hint, href].every((text) => typeof text === "string") && /^\/(?!\/)/.test(String(href))
}
