import type { Rate } from "./schema"

/** A share with what it was made of; nothing of nothing is unknown, never 0. */
export function rate(numerator: number, denominator: number): Rate {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator }
}
