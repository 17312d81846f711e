import { setTimeout as sleep } from "node:timers/promises"
import { isDatabaseAway } from "@/lib/db/database-errors"
import { HelmError } from "@/lib/helm/helm-error"
import { LeaseLost } from "@/lib/operations/lease"

const firstMilliseconds = 250
const longestMilliseconds = 5_000

/** Failures that pass by themselves: the cluster or the database is away for now. */
export function mayPass(error: unknown): boolean {
  if (error instanceof HelmError) {
    return ["unreachable", "out_of_time", "unreadable", "killed"].includes(error.kind)
  }
  return isDatabaseAway(error)
}

/**
 * Asks again, ever more slowly, while the failure may pass: until `patienceSeconds` are over, or the lease is lost. Throws
 * the last failure, or LeaseLost.
 */
export async function askAgain<T>(
  ask: () => Promise<T>,
  limits: { patienceSeconds: number; lost: AbortSignal; onFailure?: (error: unknown) => void },
): Promise<T> {
  const until = Date.now() + limits.patienceSeconds * 1_000
  for (let wait = firstMilliseconds; ; wait = Math.min(2 * wait, longestMilliseconds)) {
    if (limits.lost.aborted) throw new LeaseLost("of this worker")
    try {
      return await ask()
    } catch (error) {
      if (!mayPass(error) || Date.now() + wait > until) throw error
      limits.onFailure?.(error)
    }
    await sleep(wait, null, { signal: limits.lost }).catch(() => undefined)
  }
}
