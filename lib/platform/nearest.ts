import { closest, distance } from "fastest-levenshtein"

/** The comparison costs time with the length of both, and a long text is not a misspelled name. */
const maxWordLength = 300

/** The known word that was probably meant, or undefined if none is close enough. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word.length > maxWordLength) return undefined
  const lowerWord = word.toLowerCase()
  const lower = candidates.map((name) => name.toLowerCase())
  const candidate = closest(lowerWord, lower)
  const allowed = Math.max(2, Math.floor(candidate.length / 3))
  return distance(lowerWord, candidate) <= allowed ? candidates[lower.indexOf(candidate)] : undefined
}

/** Up to `count` of the known words, closest to `word` first. */
export function nearestFew(word: string, candidates: readonly string[], count: number): string[] {
  const lowerWord = word.toLowerCase()
  return candidates
    .map((candidate) => ({ candidate, away: distance(lowerWord, candidate.toLowerCase()) }))
    .sort((a, b) => a.away - b.away || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** ` Did you mean "environment"?`, or an empty string. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = nearest(word, candidates)
  return candidate === undefined ? "" : ` Did you mean "${candidate}"?`
}
