import { z } from "zod"
import { chartFilter } from "@/lib/fleet/releases/fleet-filter"
import { withTags } from "@/lib/fleet/tenants/list-tenants"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { keysFor } from "@/lib/platform/env"
import { invalid } from "@/lib/platform/errors"
import { decodeCursor, encodeCursor, type Page } from "@/lib/platform/page"
import { newestFirst } from "@/lib/platform/semver/version"
import type { default as listPathsTask } from "./list-paths.task"
import {
  maxOpenedAtOnce,
  type OpenBudget,
  type OpenedRelease,
  openBudget,
  openValues,
  readSealed,
  readSizes,
  threadOf,
  withinBudget,
} from "./open-values"
import { chartKey, readDefaults } from "./read-defaults"
import type {
  KnownPath,
  ReleaseValue,
  ValueGroup,
  ValuesPathsQuery,
  ValuesQuery,
  ValuesSummary,
  ValuesSummaryQuery,
} from "./schema"
import { parseValuesPath, type ValuesPath } from "./values-path"

const maxGroups = 100

function requirePath(text: string): ValuesPath {
  const parsed = parseValuesPath(text)
  if ("problem" in parsed) throw invalid("/path", parsed.problem)
  return parsed.path
}

const cursorKey = z.tuple([z.string(), z.string(), z.uuid()])

/**
 * One page of the installed releases visible to the caller, by tenant, each with its value at the path. With a filter
 * that few releases match, a page may be shorter than its limit and still have a next one.
 */
export async function listValues(
  actor: Actor,
  { path, value, differs, limit, cursor, ...filters }: ValuesQuery,
): Promise<Page<ReleaseValue>> {
  const parsed = requirePath(path)
  const isFiltered = value !== undefined || differs !== undefined
  const after = decodeCursor(cursor, cursorKey)
  const matching: OpenedRelease[] = []
  let last: InstalledRow | undefined
  const budget = openBudget(isFiltered ? 2_000 : limit, 16)
  for await (const { through, isEnd, opened } of openInstalled(actor, parsed, filters, budget, after)) {
    last = isEnd ? undefined : through
    for (const row of opened) {
      if (value !== undefined && row.at.valueId !== value) continue
      if (differs === undefined || row.at.differs === differs) matching.push(row)
    }
    if (matching.length > limit) break
  }
  const items = matching.slice(0, limit)
  if (matching.length > limit) last = items.at(-1)
  return {
    items: items.map(toReleaseValue),
    nextCursor: last === undefined ? null : encodeCursor(cursorOf(last)),
    incomplete: [...new Set(items.flatMap(({ at, repository }) => (at.defaultKnown ? [] : [repository])))],
  }
}

export async function summarizeValues(
  actor: Actor,
  { path, ...filters }: ValuesSummaryQuery,
): Promise<ValuesSummary> {
  const parsed = requirePath(path)
  const rows: OpenedRelease[] = []
  for await (const { opened } of openInstalled(actor, parsed, filters, openBudget(10_000, 64)))
    rows.push(...opened)
  const groups = [...Map.groupBy(rows, ({ at }) => at.valueId).values()]
    .flatMap(toGroup)
    .sort((a, b) => b.releases - a.releases || (a.valueId < b.valueId ? -1 : 1))
  return {
    releases: await db().release.count({ where: installedWhere(actor, filters) }),
    counted: rows.length,
    set: rows.filter(({ at }) => at.isSet).length,
    differing: rows.filter(({ at }) => at.differs).length,
    distinct: groups.length,
    groups: groups.slice(0, maxGroups),
    unknownDefaults: unknownDefaults(rows),
  }
}

function toGroup(rows: readonly OpenedRelease[]): ValueGroup[] {
  const [first, ...otherRows] = rows
  if (first === undefined) return []
  const isShared = (name: "default" | "differs") => otherRows.every(({ at }) => at[name] === first.at[name])
  return [
    {
      ...first.at,
      ...(!isShared("default") && { default: null, defaultKnown: false }),
      differs: isShared("differs") ? first.at.differs : null,
      releases: rows.length,
      tenants: new Set(rows.map(({ tenantId }) => tenantId)).size,
    },
  ]
}

const unknownDefaults = (opened: readonly OpenedRelease[]): string[] =>
  [...new Set(opened.flatMap((row) => (row.at.defaultKnown ? [] : [chartKey(row)])))].sort()

/** What orders the installed releases. */
const position = {
  id: true,
  releaseName: true,
  tenant: { select: { slug: true } },
} as const satisfies Prisma.ReleaseSelect

type InstalledRow = Prisma.ReleaseGetPayload<{ select: typeof position }>
type InstalledFilters = Pick<ValuesSummaryQuery, "chartName" | "tenantId" | "cluster" | "tags">

function installedWhere(
  actor: Actor,
  { chartName, tenantId, cluster, tags }: InstalledFilters,
): Prisma.ReleaseWhereInput {
  return {
    AND: [
      { tenantId: visibleTo(actor).tenants.where },
      { status: { not: "UNINSTALLED" }, inCluster: true },
      chartFilter(chartName),
      { tenantId, cluster, tenant: withTags(tags) },
    ],
  }
}

type Cursor = z.infer<typeof cursorKey>
const cursorOf = ({ tenant, releaseName, id }: InstalledRow): Cursor => [tenant.slug, releaseName, id]

/** Opens the installed releases after a position, in chunks, until the budget is spent; `isEnd`: there are no more. */
async function* openInstalled(
  actor: Actor,
  path: ValuesPath,
  filters: InstalledFilters,
  budget: OpenBudget,
  after: Cursor | null = null,
): AsyncGenerator<{ through: InstalledRow; opened: OpenedRelease[]; isEnd: boolean }> {
  let cursor = after
  while (budget.releases > 0 && budget.bytes > 0) {
    const limit = Math.min(maxOpenedAtOnce, budget.releases)
    const fetched = await readInstalled(actor, filters, limit + 1, cursor)
    const rows = fetched.slice(0, limit)
    for await (const chunk of openValues(actor, path, rows, budget)) {
      yield { ...chunk, isEnd: fetched.length <= limit && chunk.through === rows.at(-1) }
    }
    const last = rows.at(-1)
    if (fetched.length <= limit || last === undefined) return
    cursor = cursorOf(last)
  }
}

function readInstalled(
  actor: Actor,
  filters: InstalledFilters,
  limit: number,
  after: Cursor | null,
): Promise<InstalledRow[]> {
  const [slug, releaseName, id] = after ?? []
  const rest: Prisma.ReleaseWhereInput = {
    OR: [
      { tenant: { slug: { gt: slug } } },
      { tenant: { slug }, releaseName: { gt: releaseName } },
      { tenant: { slug }, releaseName, id: { gt: id } },
    ],
  }
  return db().release.findMany({
    where: { AND: [installedWhere(actor, filters), after === null ? {} : rest] },
    select: position,
    orderBy: [{ tenant: { slug: "asc" } }, { releaseName: "asc" }, { id: "asc" }],
    take: limit,
  })
}

function toReleaseValue({ id, tenant, at, ...row }: OpenedRelease): ReleaseValue {
  return { releaseId: id, ...row, tenantSlug: tenant.slug, tenantName: tenant.name, ...at }
}

const run = threadOf<typeof listPathsTask>("lib/fleet/values/list-paths.task.ts")

/** The maximum number of charts whose paths are suggested. */
const maxCharts = 50
const maxWaitMs = 1_000
const maxReleases = 500
const maxBytes = 2 * 1_048_576

/** Paths in the defaults of the newest installed version of each chart, and in the values of the newest releases. */
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
    (charts) => newestFirst(charts.map((chart) => ({ ...chart, version: chart.chartVersion })))[0] ?? [],
  )
  const defaults = await readDefaults(newest.slice(0, maxCharts), Date.now() + maxWaitMs)
  const releases = await db().release.findMany({
    where,
    select: { id: true },
    orderBy: { id: "desc" },
    take: maxReleases,
  })
  const affordable = withinBudget(releases, await readSizes(releases), maxBytes)
  const sealed = await readSealed(affordable, "sealedMasked")
  return run(actor, {
    sealed: [...sealed.values()],
    defaults: [...defaults.values()].map(({ values }) => values),
    keys: keysFor("release-values"),
    q,
    limit,
  })
}
