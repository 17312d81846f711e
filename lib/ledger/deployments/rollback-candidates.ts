import type { DeploymentStatus } from "./schema"

/**
 * The record of an image tag in one lane that a rollback by tag would mark: the live one; else the newest, if it is
 * already rolled back; else the newest DEPLOYED one; else the newest.
 */
export type RollbackCandidate = {
  deploymentId: string
  application: string
  environmentId: string
  environment: string
  status: DeploymentStatus
  deployedAt: Date
  /** It is the current deployment of the lane. */
  live: boolean
}

export type RollbackChoice<C extends RollbackCandidate> =
  | { kind: "none" }
  | { kind: "one"; candidate: C }
  | { kind: "ambiguous"; candidates: readonly C[] }

/**
 * Chooses the record that a rollback by tag means. A live record wins; otherwise a tag that exists in one lane only is
 * unambiguous. If all candidates are already rolled back, there is nothing to choose and the newest is returned. One of
 * several non-live records is never chosen implicitly, because a repeated request would then mark a second record.
 */
export function chooseRollback<C extends RollbackCandidate>(candidates: readonly C[]): RollbackChoice<C> {
  const live = candidates.filter((candidate) => candidate.live)
  const considered = live.length > 0 ? live : candidates
  const [newest, ...others] = considered.toSorted((a, b) => b.deployedAt.getTime() - a.deployedAt.getTime())
  if (newest === undefined) return { kind: "none" }
  const allRolledBack = considered.every(({ status }) => status === "ROLLED_BACK")
  if (others.length === 0 || allRolledBack) return { kind: "one", candidate: newest }
  return { kind: "ambiguous", candidates: considered }
}
