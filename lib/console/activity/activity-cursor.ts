import type { ActivityKind } from "./schema"

/** The position of an entry in the activity, newest first: by time, then kind, then id. */
export type ActivityCursor = { at: Date; kind: ActivityKind; id: string }

/** Comparator: negative if `one` comes before `other`. */
export function inOrder(one: ActivityCursor, other: ActivityCursor): number {
  return (
    other.at.getTime() - one.at.getTime() ||
    compareText(other.kind, one.kind) ||
    compareText(other.id, one.id)
  )
}

/**
 * Which entries of one kind come after a position: all entries before `at`, and at exactly that instant none, all, or
 * those with a lower id.
 */
export function after(
  cursor: ActivityCursor,
  kind: ActivityKind,
): { before: Date; atThatInstant: "none" | "all" | { idBelow: string } } {
  const order = compareText(kind, cursor.kind)
  const atSameInstant = order === 0 ? { idBelow: cursor.id } : order < 0 ? "all" : "none"
  return { before: cursor.at, atThatInstant: atSameInstant }
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
