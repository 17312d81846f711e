import type { Rate } from "./schema"

/** A share with its numerator and denominator; null for a denominator of 0. */
export function rate(numerator: number, denominator: number): Rate {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator }
}
