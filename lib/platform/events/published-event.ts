/** A stored event. */
export type AnnouncedEvent = { xid: bigint; id: bigint; type: string; subjectId: string }

/** Events of one read. `horizon`: the oldest open transaction; no event of an older one is still to come. */
export type EventBatch = { events: readonly AnnouncedEvent[]; horizon: bigint }

/** Without any event there is one row that contains only the horizon. */
export type EventRow = {
  horizon: string
  xid: string | null
  id: string | null
  type: string
  subjectId: string
}

/** The columns of every read of announced_event e, joined to one row so that the horizon is always returned. */
export const eventColumns = `
  pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, e.xid::text AS xid, e.id::text AS id, e.type,
  e.subject_id AS "subjectId"`

export function toBatch(rows: readonly EventRow[]): EventBatch {
  const events = rows.flatMap(({ xid, id, type, subjectId }) =>
    xid === null || id === null ? [] : [{ xid: BigInt(xid), id: BigInt(id), type, subjectId }],
  )
  return { events, horizon: BigInt(rows[0]?.horizon ?? 0) }
}
