import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { keysFor } from "@/lib/platform/env"
import { newestFirst } from "@/lib/platform/semver/version"
import type { default as listPathsTask } from "./list-paths.task"
import { installedWhere } from "./list-values"
import { readSealed, threadOf, withinBudget } from "./open-values"
import { readDefaults } from "./read-defaults"
import type { KnownPath, ValuesPathsQuery } from "./schema"

const run = threadOf<typeof listPathsTask>("lib/fleet/values/list-paths.task.ts")

/** Of each further chart nothing is suggested. */
const maxCharts = 50
const maxWaitMs = 1_000
const maxReleases = 500
const maxBytes = 2 * 1_048_576

/**
 * Paths that exist where the caller may look: in the defaults of the newest installed version of each chart, and in what the
 * newest releases set.
 */
export async function listPaths(
  actor: Actor,
  { q, limit, ...filters }: ValuesPathsQuery,
): Promise<KnownPath[]> {
  const where = installedWhere(actor, filters)
  const versions = await db().release.groupBy({
    by: ["repository", "chartName", "chartVersion"],
    where,
  })
  const charts = Map.groupBy(versions, ({ repository, chartName }) => `${repository}/${chartName}`)
  const newest = [...charts.values()].flatMap(
    (same) => newestFirst(same.map((chart) => ({ ...chart, version: chart.chartVersion })))[0] ?? [],
  )
  const defaults = await readDefaults(newest.slice(0, maxCharts), Date.now() + maxWaitMs)
  const releases = await db().release.findMany({
    where,
    select: { id: true },
    orderBy: { id: "desc" },
    take: maxReleases,
  })
  const sealed = await readSealed(await withinBudget(releases, maxBytes), "sealedMasked")
  return run(actor, {
    ...{ sealed: [...sealed.values()], defaults: [...defaults.values()].map(({ values }) => values) },
    ...{ keys: keysFor("release-values"), q, limit },
  })
}
