/**
 * Whether PostgreSQL can store every text in a JSON value: U+0000 and halves of surrogate pairs, which JSON can
 * escape, it cannot.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed()
  if (typeof value !== "object" || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner))
}
