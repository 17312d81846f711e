import { openChart } from "@/lib/fleet/charts/open-chart"
import { SingleFlight } from "@/lib/fleet/charts/repository/single-flight"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { forEachConcurrently } from "@/lib/platform/for-each-concurrently"
import { log } from "@/lib/platform/log"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { threadTask } from "@/lib/platform/threads/thread-task"
import { waitAtMost } from "@/lib/platform/wait-at-most"
import type { Defaults, default as readDefaultsTask } from "./read-defaults.task"

type ChartVersion = { repository: string; chartName: string; chartVersion: string }

export const chartKey = ({ repository, chartName, chartVersion }: ChartVersion): string =>
  `${repository}/${chartName} ${chartVersion}`

type Cache = {
  /** Null: the chart could not be read. Oldest first. */
  entries: Map<string, { defaults: Defaults | null; readAt: number }>
  reads: SingleFlight<Defaults | null>
}
const cache = new ProcessSingleton<Cache>("chart-defaults")

const freshMs = 5 * 60_000
const retryMs = 30_000
const maxCachedCharacters = 32 * 1_048_576
const maxReads = 4

/**
 * The default values of these chart versions, by `chartKey`, without those that cannot be read by the deadline. A
 * started read is completed for the next request.
 */
export async function readDefaults(
  charts: readonly ChartVersion[],
  deadline: number,
): Promise<ReadonlyMap<string, Defaults>> {
  const { entries, reads } = cache.get(() => ({ entries: new Map(), reads: new SingleFlight() }))
  const requested = new Map(charts.map((chart) => [chartKey(chart), chart]))
  const unread = [...requested].filter(([key]) => !isFresh(entries.get(key)))
  if (unread.length > 0) await readBefore(deadline, unread, { entries, reads })
  return new Map(
    [...requested.keys()].flatMap((key) => {
      const defaults = entries.get(key)?.defaults
      return defaults ? [[key, defaults] as const] : []
    }),
  )
}

function isFresh(entry: { defaults: Defaults | null; readAt: number } | undefined): boolean {
  if (entry === undefined) return false
  return Date.now() - entry.readAt < (entry.defaults === null ? retryMs : freshMs)
}

function readBefore(
  deadline: number,
  unread: [string, ChartVersion][],
  { entries, reads }: Cache,
): Promise<void> {
  const work = forEachConcurrently(unread, maxReads, async ([key, chart]) => {
    if (Date.now() >= deadline) return
    const defaults = await reads.run(key, () => readOne(chart))
    entries.delete(key)
    entries.set(key, { defaults, readAt: Date.now() })
    evictOldest(entries)
  })
  return waitAtMost(work, deadline - Date.now())
}

const run = threadTask<typeof readDefaultsTask>("lib/fleet/values/read-defaults.task.ts")

async function readOne({ repository, chartName: name, chartVersion: version }: ChartVersion) {
  try {
    const { values, schema, dependencies, subcharts } = await openChart({ repository, name, version })
    return await run(repository, { name, version, values, schema, dependencies, subcharts, crds: [] })
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error
    log.debug({ err: error, repository, name, version }, "default values not readable")
    return null
  }
}

function evictOldest(entries: Cache["entries"]): void {
  let characters = 0
  for (const { defaults } of entries.values()) {
    characters += (defaults?.values.length ?? 0) + (defaults?.masked.length ?? 0)
  }
  for (const [key, { defaults }] of entries) {
    if (characters <= maxCachedCharacters) return
    characters -= (defaults?.values.length ?? 0) + (defaults?.masked.length ?? 0)
    entries.delete(key)
  }
}
