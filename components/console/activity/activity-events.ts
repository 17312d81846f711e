import type { Activity } from "@/lib/console/activity/schema"

/** One line of the list. Usually one entry; for a burst of deployments `entries` has several, newest first. */
export type ActivityEvent = Activity & { entries: readonly Activity[] }

const shortestBurst = 3
/** Otherwise a list of one busy lane would be one line, and read all of its pages to fill the screen. */
const longestBurst = 20
/** A pipeline that deploys an older tag marks the replaced tag shortly before or after. */
const sameRollbackMs = 60 * 60_000

/**
 * The events that entries describe, newest first: a rollback that was recorded and marked is one event, and so is a run of
 * up to 20 successful deployments of one application to one environment.
 */
export function toEvents(entries: readonly Activity[]): ActivityEvent[] {
  const events: ActivityEvent[] = []
  for (const entry of mergeRollbacks(entries)) {
    const last = events.at(-1)
    if (last !== undefined && last.entries.length < longestBurst && isSameBurst(entry, last))
      events[events.length - 1] = { ...last, entries: [...last.entries, entry] }
    else events.push({ ...entry, entries: [entry] })
  }
  return events.flatMap((event) =>
    event.entries.length < shortestBurst
      ? event.entries.map((entry) => ({ ...entry, entries: [entry] }))
      : [event],
  )
}

/** Merges the mark of a replaced tag, with its reason, into the recorded rollback. */
function mergeRollbacks(entries: readonly Activity[]): Activity[] {
  const marks = Map.groupBy(
    entries.filter(({ kind }) => kind === "mark"),
    (mark) => `${laneOf(mark)} ${mark.deployment?.imageTag}`,
  )
  const merged = new Set<Activity>()
  const withReasons = entries.map((entry) => {
    if (entry.kind !== "deployment" || !entry.isRollback) return entry
    const mark = marks
      .get(`${laneOf(entry)} ${entry.deployment?.previousImageTag}`)
      ?.find((one) => Math.abs(Date.parse(one.at) - Date.parse(entry.at)) <= sameRollbackMs)
    if (mark === undefined) return entry
    merged.add(mark)
    return { ...entry, why: entry.why ?? mark.why }
  })
  return withReasons.filter((entry) => !merged.has(entry))
}

function isSameBurst(entry: Activity, other: Activity): boolean {
  return isPlain(entry) && isPlain(other) && laneOf(entry) === laneOf(other)
}

/** A successful deployment that can be part of a burst. */
function isPlain({ kind, isRollback, deployment }: Activity): boolean {
  return kind === "deployment" && !isRollback && deployment?.status === "DEPLOYED"
}

const laneOf = ({ deployment }: Activity) => `${deployment?.application} ${deployment?.environment}`
