/** Whether maps and lists are nested deeper than `levels`. Safe for any JSON value, however deep. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap((node) => (typeof node === "object" && node !== null ? Object.values(node) : []))
  }
  return false
}

/**
 * Whether PostgreSQL can store every text in a JSON value. It cannot store U+0000 and unpaired surrogates, which JSON can
 * escape.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed()
  if (typeof value !== "object" || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner))
}

/** Whether a UTF-8 JSON text may contain characters that cannot be stored: only an escape can introduce them. */
export const mayBeUnstorable = (json: string) => /\\u(0000|[dD][89a-fA-F])/.test(json)
