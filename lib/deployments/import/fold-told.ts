import type { Actor } from "@/lib/auth/actor"
import { DomainError } from "@/lib/errors"
import { mergedUpdate } from "../merge-deployment"
import type { NewDeployment } from "../new-deployment"
import { planUpdate } from "../plan-update"
import { reached } from "../status-transitions"
import type { CheckedRow } from "./check-row"
import { refusedRow } from "./refused-rows"
import type { RefusedRow } from "./schema"

/** What is told of one externalId, row after row. */
export type Story = {
  /** As stored before the import; null for one that the import records. */
  stored: NewDeployment | null
  /** As it is after the rows so far; null while none of them could be recorded. */
  state: NewDeployment | null
  /** The row that recorded it. */
  line: number | null
}

export type Outcome = { story: Story } & (
  | { kind: "recorded" | "updated" }
  | { kind: "refused"; row: RefusedRow }
)

export function beginStory(stored: NewDeployment | null): Story {
  return { stored, state: stored, line: null }
}

/** The story after one more row, by the rules of single records. */
export function foldTold(actor: Actor, story: Story, row: CheckedRow, now: Date): Outcome {
  if (story.state === null) {
    if (row.fresh instanceof DomainError)
      return { kind: "refused", row: refusedRow(row.line, row.fresh), story }
    return { kind: "recorded", story: { ...story, state: row.fresh, line: row.line } }
  }
  try {
    const update = mergedUpdate(story.state, row.told, row.environmentId)
    return {
      kind: "updated",
      story: { ...story, state: { ...story.state, ...planUpdate(actor, story.state, update, now) } },
    }
  } catch (error) {
    if (error instanceof DomainError) return { kind: "refused", row: refusedRow(row.line, error), story }
    throw error
  }
}

/** Whether the lane's other records may look different after this change. */
export function changesLane(before: NewDeployment, after: NewDeployment): boolean {
  const moved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  return moved || reached[before.status] !== reached[after.status]
}
