import { DomainError } from "@/lib/platform/errors"
import type { ReleaseRow } from "./find-release"

/** How often a change is planned when the release keeps changing before it is locked. */
const maxPlans = 3

/** The columns of a release that a plan depends on. */
const planned = [
  "revision",
  "status",
  "inCluster",
  "repository",
  "chartName",
  "chartVersion",
  "appVersion",
  "sealedValues",
  "timeoutSeconds",
] as const satisfies (keyof ReleaseRow)[]

/** Whether a locked release still matches its plan. While another change runs a new plan is useless, so it counts as matching. */
export function isAsPlanned(locked: ReleaseRow, seen: ReleaseRow): boolean {
  return locked.operations.length > 0 || planned.every((field) => locked[field] === seen[field])
}

/**
 * Retries while `attempt` returns null, which means that the release no longer matches its plan. Throws a 409 when it
 * never does.
 */
export async function planAgain<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let plans = 0; plans < maxPlans; plans++) {
    const done = await attempt()
    if (done !== null) return done
  }
  throw new DomainError("conflict", "The release keeps changing. Get its current state and retry.", {
    code: "release_changed",
  })
}
