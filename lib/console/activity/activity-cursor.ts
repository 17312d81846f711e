import { MAX, NIL } from "uuid"
import { compareTexts } from "@/lib/platform/compare-texts"
import type { ActivityKind } from "./schema"

/** The position of an entry in the activity, newest first: by time, then kind, then id. */
export type ActivityCursor = { at: Date; kind: ActivityKind; id: string }

/** Comparator: negative if `one` comes before `other`. */
export function inOrder(one: ActivityCursor, other: ActivityCursor): number {
  return (
    other.at.getTime() - one.at.getTime() ||
    compareTexts(other.kind, one.kind) ||
    compareTexts(other.id, one.id)
  )
}

/** Entries of a kind come after a position if they are before its time, or at that instant with an id below this. */
export function idBelow(cursor: ActivityCursor, kind: ActivityKind): string {
  const order = compareTexts(kind, cursor.kind)
  if (order === 0) return cursor.id
  return order < 0 ? MAX : NIL
}
