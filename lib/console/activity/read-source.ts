import type { Actor } from "@/lib/identity/auth/actor"
import { type ActivityCursor, after } from "./activity-cursor"
import type { ActivityKind, ActivityQuery } from "./schema"

/** The query of an activity source: at most `take` of its newest entries after a position. */
export type Ask = {
  actor: Actor
  query: Pick<ActivityQuery, "only" | "application" | "by" | "from" | "to">
  after: ActivityCursor | null
  take: number
}

/** The window and position as Prisma conditions on the column that orders a source. */
export function windowOf<Column extends string>(
  { query: { from, to }, after: place }: Ask,
  kind: ActivityKind,
  column: Column,
): object[] {
  const bounds = [
    ...(from === undefined ? [] : [{ [column]: { gte: from } }]),
    ...(to === undefined ? [] : [{ [column]: { lt: to } }]),
  ]
  if (place === null) return bounds
  const { before, atThatInstant } = after(place, kind)
  if (atThatInstant === "none") return [...bounds, { [column]: { lt: before } }]
  if (atThatInstant === "all") return [...bounds, { [column]: { lte: before } }]
  const below = { [column]: before, id: { lt: atThatInstant.idBelow } }
  return [...bounds, { [column]: { lte: before } }, { OR: [{ [column]: { lt: before } }, below] }]
}
