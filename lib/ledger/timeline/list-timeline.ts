import type { Actor } from "@/lib/identity/auth/actor"
import { laneFilterSql } from "@/lib/ledger/deployments/current-sql"
import { type RecordWindow, windowSql } from "@/lib/ledger/deployments/deployment-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { type EnvironmentRef, namesById, readEnvironments } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { lanesSql } from "@/lib/ledger/insights/insight-lanes"
import { fact, packSql } from "@/lib/ledger/insights/packed-facts"
import { type FactsLane, type FactsQuestion, isPackedSql, readFacts } from "@/lib/ledger/insights/read-facts"
import { check, collectFaults, rejectFields } from "@/lib/platform/collect-faults"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, query, sqlSnapshot } from "@/lib/platform/db/transaction"
import { dayMs, toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { Timeline, TimelineItem, TimelineQuery, TimelineSlice } from "./schema"
import { sliceWidthSeconds } from "./slice-width"

const defaultWindowMs = 30 * dayMs

/** The deployments of a window for drawing: individual items, or slices if there are too many; newest first. */
export async function listTimeline(actor: Actor, query: TimelineQuery): Promise<Timeline> {
  const { window, environments } = await resolveWindow(actor, query)
  return withAnnulled(actor, query.includeAnnulled, async () => {
    const isOverLimit = await hasMoreThan(window, query.maxItems)
    return isOverLimit
      ? sqlSnapshot(() => readSlices(window, environments, query.lanes))
      : readItems(window, environments, query.maxItems)
  })
}

export async function resolveWindow(
  actor: Actor,
  query: Pick<TimelineQuery, "from" | "to" | "environment" | "application">,
): Promise<{ window: RecordWindow; environments: readonly EnvironmentRef[] }> {
  const to = query.to ?? new Date()
  const from = query.from ?? new Date(to.getTime() - defaultWindowMs)
  const [requested] = await collectFaults([
    resolveOptionalEnvironment(actor, query.environment),
    check(() => rejectFields(from < to ? [] : [{ pointer: "/from", message: "from is not before to." }])),
  ])
  const environments = requested === null ? await readEnvironments(actor) : [requested]
  const environmentIds = environments.flatMap(({ ids }) => ids)
  return { window: { application: query.application ?? null, environmentIds, from, to }, environments }
}

type ItemRow = Omit<TimelineItem, "environment" | "deployedAt" | "completedAt" | "replaces" | "annulled"> & {
  environmentId: string
  deployedAt: Date
  completedAt: Date | null
  replaces: string | null
  annulled: boolean
}

async function hasMoreThan(window: RecordWindow, count: number): Promise<boolean> {
  const rows = await db()
    .$queryRaw`SELECT 1 FROM deployment d WHERE ${windowSql(window)} OFFSET ${count} LIMIT 1`
  return Array.isArray(rows) && rows.length > 0
}

/** The newest `limit` deployments of the window, newest first. */
async function readItems(
  window: RecordWindow,
  environments: readonly EnvironmentRef[],
  limit: number,
): Promise<TimelineItem[]> {
  const rows = await db().$queryRaw<ItemRow[]>`
    SELECT d.id, d.application, d.environment_id AS "environmentId", d.image_tag AS "imageTag", d.status::text AS status,
      d.deployed_at AS "deployedAt", d.completed_at AS "completedAt", d.is_rollback AS "isRollback",
      replaced.id AS replaces, EXISTS (SELECT 1 FROM annulled_deployment a WHERE a.id = d.id) AS annulled
    FROM deployment d
    LEFT JOIN LATERAL (
      SELECT p.id FROM deployment p
      WHERE d.is_rollback AND p.application = d.application AND p.environment_id = d.environment_id
        AND ${reachedSql("p")} AND (p.deployed_at, p.seq) < (d.deployed_at, d.seq)
      ORDER BY p.deployed_at DESC, p.seq DESC LIMIT 1) replaced ON true
    WHERE ${windowSql(window)}
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${limit}`
  const nameOf = namesById(environments)
  return rows.map(({ environmentId, replaces, annulled, ...row }) => ({
    ...row,
    environment: nameOf.get(environmentId) ?? environmentId,
    deployedAt: toInstant(row.deployedAt),
    completedAt: toInstantOrNull(row.completedAt),
    ...(replaces === null ? {} : { replaces }),
    ...(annulled ? { annulled } : {}),
  }))
}

/** A Monday, so that week-long slices are ISO weeks. */
const origin = Date.parse("2001-01-01T00:00:00Z")

type Slice = Pick<TimelineSlice, "counts" | "rollbacks">

const newSlice = (): Slice => ({
  counts: { PENDING: 0, DEPLOYED: 0, FAILED: 0, ROLLED_BACK: 0 },
  rollbacks: 0,
})

/** The window counted by slice, lane and status; newest first, then in a fixed order of lanes. */
async function readSlices(
  window: RecordWindow,
  environments: readonly EnvironmentRef[],
  by: TimelineQuery["lanes"],
): Promise<TimelineSlice[]> {
  const width = sliceWidthSeconds(window.from, window.to) * 1000
  const startMs = window.from.getTime()
  const end = window.to.getTime()
  const first = Math.floor((startMs - origin) / width)
  const nameOf = namesById(environments)
  const slices = new Map<string, Slice[]>()
  await readFacts(await buildFactsQuestion(window, environments), (laneIds, facts) => {
    const lane =
      by === "application"
        ? laneIds.application
        : (nameOf.get(laneIds.environmentId) ?? laneIds.environmentId)
    const laneSlices = slices.get(lane) ?? []
    slices.set(lane, laneSlices)
    for (let index = 0; index < facts.n; index++) {
      const at = facts.at(index)
      if (at < startMs || at >= end) continue
      const number = Math.floor((at - origin) / width) - first
      const slice = laneSlices[number] ?? newSlice()
      laneSlices[number] = slice
      count(slice, facts.flags(index))
    }
  })
  const sorted = [...slices].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const length = Math.max(0, ...sorted.map(([, laneSlices]) => laneSlices.length))
  return Array.from({ length }, (_, number) => length - 1 - number).flatMap((number) => {
    const start = toInstant(new Date(origin + (first + number) * width))
    const end = toInstant(new Date(origin + (first + number + 1) * width))
    return sorted.flatMap(([lane, laneSlices]) => {
      const slice = laneSlices[number]
      const laneFields = {
        environment: by === "environment" ? lane : null,
        application: by === "application" ? lane : null,
      }
      return slice === undefined ? [] : [{ start, end, ...laneFields, ...slice }]
    })
  })
}

function count(slice: Slice, flags: number): void {
  if (flags & fact.pending) slice.counts.PENDING++
  else if (flags & fact.marked) slice.counts.ROLLED_BACK++
  else if (flags & fact.deployed) slice.counts.DEPLOYED++
  else slice.counts.FAILED++
  if (flags & fact.reached && !(flags & fact.change)) slice.rollbacks++
}

/** The facts of the window, which do not depend on other lanes. */
async function buildFactsQuestion(
  window: RecordWindow,
  environments: readonly EnvironmentRef[],
): Promise<FactsQuestion> {
  const lanes = await query<FactsLane>(Prisma.sql`
    SELECT l.application, l.environment_id AS "environmentId", ${isPackedSql(window)} AS "isPacked" FROM lane l
    WHERE ${laneFilterSql(window)}`)
  return {
    ...window,
    lanes,
    isPackedAlike: true,
    flagsOnly: true,
    packing: (lanesToPack, instants) => ({
      lanes: lanesSql(lanesToPack, environments),
      facts: packSql([], [], instants),
    }),
  }
}
