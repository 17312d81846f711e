import { DomainError } from "./errors"
import { invalidFields } from "./validate"

/**
 * Waits for all checks of one request and answers their results. The faults of all that refuse a field become one 422; any
 * other error is thrown as it is.
 */
export async function collectFaults<T extends readonly unknown[] | []>(
  checks: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const outcomes = await Promise.allSettled(checks)
  const thrown = outcomes.flatMap((outcome): unknown[] =>
    outcome.status === "rejected" ? [outcome.reason] : [],
  )
  if (thrown.length === 0) return Promise.all(checks)
  const other = thrown.find((error) => !(error instanceof DomainError && error.kind === "invalid"))
  const [only, second] = thrown
  if (other !== undefined || second === undefined) throw other ?? only
  throw invalidFields(
    thrown.flatMap((error) => (error instanceof DomainError ? (error.details.errors ?? []) : [])),
  )
}
