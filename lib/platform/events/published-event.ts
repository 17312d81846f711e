/** An event as it is kept. */
export type AnnouncedEvent = { xid: bigint; id: bigint; type: string; subjectId: string }

/** Events that were read together. `horizon`: the oldest transaction that was under way; of older ones nothing comes. */
export type EventBatch = { events: readonly AnnouncedEvent[]; horizon: bigint }

/** Without any event there is one row, with the horizon alone. */
export type EventRow = {
  horizon: string
  xid: string | null
  id: string | null
  type: string
  subjectId: string
}

/** What every reading of announced_event e begins with, joined to one row so that the horizon is always answered. */
export const eventColumns = `
  pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, e.xid::text AS xid, e.id::text AS id, e.type,
  e.subject_id AS "subjectId"`

export function toBatch(rows: readonly EventRow[]): EventBatch {
  const events = rows.flatMap(({ xid, id, type, subjectId }) =>
    xid === null || id === null ? [] : [{ xid: BigInt(xid), id: BigInt(id), type, subjectId }],
  )
  return { events, horizon: BigInt(rows[0]?.horizon ?? 0) }
}
