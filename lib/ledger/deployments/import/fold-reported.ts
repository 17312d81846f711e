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

/** One deployment of a story. `stored` is its state before the import, or null if the import creates it at `line`. */
export type StoryRecord = {
  stored: NewDeployment | null
  state: NewDeployment
  line: number
  isAnnulled: boolean
}

/** The known state of one externalId or one id: all its attempts, updated row by row. */
export type Story = { records: readonly StoryRecord[] }

export type Outcome = { story: Story } & (
  | { kind: "recorded" | "updated" }
  | { kind: "refused"; row: RefusedRow }
)

/** Applies one more row to the story, under the same rules as single records. */
export function foldReported(actor: Actor, story: Story, row: CheckedRow, now: Date): Outcome {
  try {
    return foldOrThrow(actor, story, row, now)
  } catch (error) {
    if (error instanceof DomainError) return { kind: "refused", row: refusedRow(row.line, error), story }
    throw error
  }
}

function foldOrThrow(actor: Actor, { records }: Story, row: CheckedRow, now: Date): Outcome {
  const { reported, environmentId } = row
  const sameId = records.find(({ state }) => state.id === reported.id)
  if (
    sameId !== undefined &&
    reported.externalId !== undefined &&
    sameId.state.externalId !== reported.externalId
  )
    throw idConflict()
  const attempts = reported.externalId === undefined ? [] : records
  const resolved = sameId
    ? { known: sameId.state }
    : resolveAttempt(
        attempts.map(({ state }) => state),
        reported,
      )
  if (resolved.known === null) {
    if (row.fresh instanceof DomainError) throw row.fresh
    for (const { state } of attempts) requireSameDeployment(state, reported, environmentId)
    const { attempt, previousAttemptId } = resolved
    const state = { ...row.fresh, attempt, previousAttemptId }
    const begun = { stored: null, state, line: row.line, isAnnulled: false }
    return { kind: "recorded", story: { records: [...linkNext(records, state), begun] } }
  }
  const { known } = resolved
  if (records.some(({ state, isAnnulled }) => state === known && isAnnulled)) throw annulledConflict()
  const update = mergedUpdate(known, reported, environmentId)
  const state = { ...known, ...planUpdate(actor, known, update, now) }
  const changed = records.map((record) => (record.state === known ? { ...record, state } : record))
  return { kind: "updated", story: { records: changed } }
}

/** Links the attempt that follows a new one to it, since later attempts may be reported first. */
function linkNext(records: readonly StoryRecord[], begun: NewDeployment): StoryRecord[] {
  const later = records.filter(({ state }) => state.attempt > begun.attempt)
  const next = Math.min(...later.map(({ state }) => state.attempt))
  return records.map((record) =>
    record.state.attempt === next
      ? { ...record, state: { ...record.state, previousAttemptId: begun.id } }
      : record,
  )
}

/** Whether this change can affect other records of the lane. */
export function changesLane(before: NewDeployment, after: NewDeployment): boolean {
  const moved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  return moved || hasReached(before) !== hasReached(after)
}
