import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"
import { annulledConflict } from "../annulled-conflict"
import { resolveAttempt } from "../attempts"
import { idConflict, mergedUpdate, requireSameDeployment } from "../merge-deployment"
import type { NewDeployment } from "../new-deployment"
import { planUpdate } from "../plan-update"
import { hasReached } from "../status-transitions"
import type { CheckedRow } from "./check-row"
import { refusedRow } from "./refused-rows"
import type { RefusedRow } from "./schema"

/** One deployment of a story. `stored`: before the import; null for one that the import records at `line`. */
export type StoryRecord = {
  stored: NewDeployment | null
  state: NewDeployment
  line: number
  isAnnulled: boolean
}

/** What is known of one externalId, or of one id: all its attempts, row after row. */
export type Story = { records: readonly StoryRecord[] }

export type Outcome = { story: Story } & (
  | { kind: "recorded" | "updated" }
  | { kind: "refused"; row: RefusedRow }
)

/** The story after one more row, by the rules of single records. */
export function foldReported(actor: Actor, story: Story, row: CheckedRow, now: Date): Outcome {
  try {
    return foldOrThrow(actor, story, row, now)
  } catch (error) {
    if (error instanceof DomainError) return { kind: "refused", row: refusedRow(row.line, error), story }
    throw error
  }
}

function foldOrThrow(actor: Actor, { records }: Story, row: CheckedRow, now: Date): Outcome {
  const { told, environmentId } = row
  const sameId = records.find(({ state }) => state.id === told.id)
  if (sameId !== undefined && told.externalId !== undefined && sameId.state.externalId !== told.externalId)
    throw idConflict()
  const attempts = told.externalId === undefined ? [] : records
  const resolved = sameId
    ? { known: sameId.state }
    : resolveAttempt(
        attempts.map(({ state }) => state),
        told,
      )
  if (resolved.known === null) {
    if (row.fresh instanceof DomainError) throw row.fresh
    for (const { state } of attempts) requireSameDeployment(state, told, environmentId)
    const { attempt, previousAttemptId } = resolved
    const state = { ...row.fresh, attempt, previousAttemptId }
    const begun = { stored: null, state, line: row.line, isAnnulled: false }
    return { kind: "recorded", story: { records: [...linkNext(records, state), begun] } }
  }
  const { known } = resolved
  if (records.some(({ state, isAnnulled }) => state === known && isAnnulled)) throw annulledConflict()
  const update = mergedUpdate(known, told, environmentId)
  const state = { ...known, ...planUpdate(actor, known, update, now) }
  const changed = records.map((record) => (record.state === known ? { ...record, state } : record))
  return { kind: "updated", story: { records: changed } }
}

/** The attempt after a new one, which may be reported first, names the new one as the one before it. */
function linkNext(records: readonly StoryRecord[], begun: NewDeployment): StoryRecord[] {
  const later = records.filter(({ state }) => state.attempt > begun.attempt)
  const next = Math.min(...later.map(({ state }) => state.attempt))
  return records.map((record) =>
    record.state.attempt === next
      ? { ...record, state: { ...record.state, previousAttemptId: begun.id } }
      : record,
  )
}

/** Whether the lane's other records may look different after this change. */
export function changesLane(before: NewDeployment, after: NewDeployment): boolean {
  const moved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  return moved || hasReached(before) !== hasReached(after)
}
