import { clockToleranceMs } from "./deployment-times"
import type { NewDeployment } from "./new-deployment"
import type { DeploymentStatus } from "./schema"

/** What tells the attempts of one externalId apart. */
export type Attempt = Pick<
  NewDeployment,
  | "id"
  | "attempt"
  | "status"
  | "deployedAt"
  | "completedAt"
  | "deployedAtGiven"
  | "completedAtGiven"
  | "startReported"
>

type Report = { attempt?: number; status: DeploymentStatus; deployedAt?: Date; completedAt?: Date | null }

/** The attempt that a report is about, or the number of the attempt that it begins. */
export type ResolvedAttempt<A extends Attempt> = { known: A } | NewAttempt
type NewAttempt = { known: null; attempt: number; previousAttemptId: string | null }

/**
 * Which attempt of an externalId a report is about. With `attempt` it says so itself. Without, it is about the newest one,
 * or about an earlier one if its times lie before that one ended. It begins another attempt when the newest is finished
 * and the report
 * - says DEPLOYED, and the newest FAILED;
 * - says PENDING, and began after the newest ended; or, without a time, follows the reported start of one that FAILED or
 *   was ROLLED_BACK;
 * - says anything, and its deployedAt is later than the completedAt that was reported for the newest.
 */
export function resolveAttempt<A extends Attempt>(known: readonly A[], report: Report): ResolvedAttempt<A> {
  const attempts = known.toSorted((a, b) => a.attempt - b.attempt)
  const newest = attempts.at(-1)
  const wanted = report.attempt
  if (wanted !== undefined) {
    const same = attempts.find(({ attempt }) => attempt === wanted)
    if (same !== undefined) return { known: same }
    return begin(
      wanted,
      attempts.findLast(({ attempt }) => attempt < wanted),
    )
  }
  if (newest === undefined) return begin(1, undefined)
  if (beginsAnother(newest, report)) return begin(newest.attempt + 1, newest)
  const about: A | undefined = attempts.findLast((_, index) => !isOver(attempts[index - 1], report))
  return { known: about ?? newest }
}

function begin(attempt: number, previous: Attempt | undefined): NewAttempt {
  return { known: null, attempt, previousAttemptId: previous?.id ?? null }
}

function beginsAnother(newest: Attempt, { status, deployedAt }: Report): boolean {
  if (newest.status === "PENDING") return false
  const end = newest.completedAtGiven ? newest.completedAt : null
  if (deployedAt !== undefined && end !== null && deployedAt > end) return true
  if (status === "DEPLOYED") return newest.status === "FAILED"
  if (status !== "PENDING") return false
  if (deployedAt === undefined) return newest.startReported && newest.status !== "DEPLOYED"
  const toleranceMs = newest.completedAtGiven || newest.startReported ? 0 : clockToleranceMs
  return deployedAt.getTime() > endOf(newest).getTime() + toleranceMs
}

/** Whether a report tells of something that was over when this attempt ended. */
function isOver(previous: Attempt | undefined, { deployedAt, completedAt }: Report): boolean {
  const at = deployedAt ?? completedAt ?? null
  return previous !== undefined && at !== null && at <= endOf(previous)
}

function endOf({ completedAt, deployedAt }: Attempt): Date {
  return completedAt ?? deployedAt
}
