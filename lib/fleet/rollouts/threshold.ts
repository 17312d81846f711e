import type { MaxFailures } from "./schema"

/** Whether there are more failures than allowed. A percentage refers to the planned upgrades; null: any number is allowed. */
export function exceeds(maxFailures: MaxFailures | null, failures: number, upgrades: number): boolean {
  if (maxFailures === null) return false
  if (typeof maxFailures === "number") return failures > maxFailures
  // In integers: 7 % of 100 is 7, not 7.000000000000001.
  return failures * 100 > Number.parseInt(maxFailures, 10) * upgrades
}

/** The reason for the pause. The releases that failed last are named separately. */
export function thresholdMessage(maxFailures: MaxFailures, failures: number, upgrades: number): string {
  const of = typeof maxFailures === "number" ? "" : ` of ${upgrades}`
  const releases = failures === 1 && of === "" ? "release" : "releases"
  return `${failures}${of} ${releases} failed; more than ${maxFailures} pause${maxFailures === 1 ? "s" : ""} the rollout.`
}

/** Parses the stored threshold: a number, or a percentage. */
export function readMaxFailures(stored: string | null): MaxFailures | null {
  if (stored === null || stored.endsWith("%")) return stored
  return Number(stored)
}
