import type { DeploymentStatus } from "./schema"

/**
 * The record of an image tag in one lane that a rollback by tag would mark: the one that is live; else its newest, where
 * that is rolled back already; else its newest DEPLOYED one; else its newest.
 */
export type RollbackCandidate = {
  deploymentId: string
  application: string
  environmentId: string
  environment: string
  status: DeploymentStatus
  deployedAt: Date
  /** It is what runs in the lane. */
  live: boolean
}

export type RollbackChoice<C extends RollbackCandidate> =
  | { kind: "none" }
  | { kind: "one"; candidate: C }
  | { kind: "ambiguous"; candidates: readonly C[] }

/**
 * Which record a rollback by tag means. What is live comes first; where nothing is, a tag known in one lane only is clear
 * too. Several of which all are rolled back already are no choice to make: the newest stands for them. One of several that
 * is not live is never taken by itself, or a request sent twice would mark a second record.
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
