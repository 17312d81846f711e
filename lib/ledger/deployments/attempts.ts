import type { NewDeployment } from "./columns"
import { clockToleranceMs } from "./deployment-times"
import type { DeploymentStatus } from "./schema"

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

/** The attempt that a report refers to, or the number of the new attempt that it starts. */
type ResolvedAttempt<A extends Attempt> = { existing: A } | NewAttempt
type NewAttempt = { existing: null; attempt: number; previousAttemptId: string | null }

/**
 * Resolves which attempt of an externalId a report refers to. An explicit `attempt` decides. Otherwise the report
 * refers to the newest attempt, or to an earlier one if its times fall before that attempt ended. It starts a new
 * attempt when the newest is finished and the report
 * - has status DEPLOYED while the newest is FAILED;
 * - has status PENDING and starts after the newest ended; or has no time and follows a FAILED or ROLLED_BACK attempt
 *   with a reported start;
 * - has any status and a deployedAt later than the completedAt reported for the newest.
 */
export function resolveAttempt<A extends Attempt>(stored: readonly A[], report: Report): ResolvedAttempt<A> {
  const attempts = stored.toSorted((a, b) => a.attempt - b.attempt)
  const newest = attempts.at(-1)
  const attemptNumber = report.attempt
  if (attemptNumber !== undefined) {
    const existing = attempts.find(({ attempt }) => attempt === attemptNumber)
    if (existing !== undefined) return { existing }
    return newAttempt(
      attemptNumber,
      attempts.findLast(({ attempt }) => attempt < attemptNumber),
    )
  }
  if (newest === undefined) return newAttempt(1, undefined)
  if (startsAnother(newest, report)) return newAttempt(newest.attempt + 1, newest)
  const reportedAttempt: A | undefined = attempts.findLast((_, index) => !isOver(attempts[index - 1], report))
  return { existing: reportedAttempt ?? newest }
}

function newAttempt(attempt: number, previous: Attempt | undefined): NewAttempt {
  return { existing: null, attempt, previousAttemptId: previous?.id ?? null }
}

function startsAnother(newest: Attempt, { status, deployedAt }: Report): boolean {
  if (newest.status === "PENDING") return false
  const end = newest.completedAtGiven ? newest.completedAt : null
  if (deployedAt !== undefined && end !== null && deployedAt > end) return true
  if (status === "DEPLOYED") return newest.status === "FAILED"
  if (status !== "PENDING") return false
  if (deployedAt === undefined) return newest.startReported && newest.status !== "DEPLOYED"
  const toleranceMs = newest.completedAtGiven || newest.startReported ? 0 : clockToleranceMs
  return deployedAt.getTime() > endOf(newest).getTime() + toleranceMs
}

/** Whether a report describes something that had ended by the time this attempt ended. */
function isOver(previous: Attempt | undefined, { deployedAt, completedAt }: Report): boolean {
  const at = deployedAt ?? completedAt ?? null
  return previous !== undefined && at !== null && at <= endOf(previous)
}

function endOf({ completedAt, deployedAt }: Attempt): Date {
  return completedAt ?? deployedAt
}
