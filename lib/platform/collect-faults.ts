import { DomainError, type FieldError, invalid } from "./errors"
import { invalidFields } from "./validate"

/** Throws a 422 that lists all of these fields, if any. */
export function rejectFields(errors: readonly FieldError[]): void {
  const [first, ...others] = errors
  if (first === undefined) return
  throw others.length === 0 ? invalid(first.pointer, first.message) : invalidFields(errors)
}

/** The faults for which a check fails with a 422; empty when it passes. */
export function faultsIn(work: () => unknown): FieldError[] {
  try {
    work()
    return []
  } catch (error) {
    if (error instanceof DomainError && error.kind === "invalid") return error.details.errors ?? []
    throw error
  }
}

/** Wraps a synchronous check as one of several. */
export async function check<T>(work: () => T): Promise<T> {
  return work()
}

/**
 * Awaits all checks of one request and returns their results. The faults of all checks that reject a field are combined
 * into one 422. Any other error is rethrown.
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
  const [first, second] = thrown
  if (other !== undefined || second === undefined) throw other ?? first
  throw invalidFields(
    thrown.flatMap((error) => (error instanceof DomainError ? (error.details.errors ?? []) : [])),
  )
}
