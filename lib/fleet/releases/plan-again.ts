import { DomainError } from "@/lib/platform/errors"
import type { ReleaseRow } from "./find-release"

/** How often a change is planned for a release that is another each time it is locked. */
const maxPlans = 3

/** What a plan for a release depends on. */
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

/** Whether a locked release is as it was planned for. While a change of it runs no plan is of use, so none is asked for. */
export function isAsPlanned(locked: ReleaseRow, seen: ReleaseRow): boolean {
  return locked.operations.length > 0 || planned.every((field) => locked[field] === seen[field])
}

/**
 * Plans and locks again where `attempt` answers null: the release is not as it was planned for. Throws a 409 where it
 * never is.
 */
export async function planAgain<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let plans = 0; plans < maxPlans; plans++) {
    const done = await attempt()
    if (done !== null) return done
  }
  throw new DomainError("conflict", "The release changes all the time. Read it again, and ask again then.", {
    code: "release_changed",
  })
}
