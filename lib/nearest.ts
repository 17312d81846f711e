import { closest, distance } from "fastest-levenshtein"

/** The known word somebody probably meant, or undefined when none is near enough to be worth naming. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const candidate = closest(word.toLowerCase(), [...known])
  const allowed = Math.max(2, Math.floor(candidate.length / 3))
  return distance(word.toLowerCase(), candidate.toLowerCase()) <= allowed ? candidate : undefined
}

/** ` Did you mean "environment"?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known)
  return candidate === undefined ? "" : ` Did you mean "${candidate}"?`
}
