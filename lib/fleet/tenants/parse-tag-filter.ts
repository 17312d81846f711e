/** `value` null: any value. */
export type WantedTag = { name: string; value: string | null }

/** `tier=gold,region` → the tier gold and any region. */
export function parseTagFilter(text: string): WantedTag[] {
  return text
    .split(",")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=")
      return at < 0 ? { name: part, value: null } : { name: part.slice(0, at), value: part.slice(at + 1) }
    })
}
