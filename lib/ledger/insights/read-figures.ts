import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/lane-sql"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { offsetSpans, type Slots, slotsOf } from "./calendar"
import { type DurationBin, durationBins, durationEdges } from "./figures"
import type { MetricSql } from "./metric-sql"
import type { Metric } from "./metrics"

/** A figure of the window, of the window before it, and of each slot of both that has records. */
export type ByWindow<Figure> = { window: Figure; before: Figure; slots: ReadonlyMap<number, Figure> }

/** A row of `GROUPING SETS ((slot_before, slot), (slot_before))`; `slot` is null in the row of a whole window. */
type WindowRow = { slot: number | null; isBefore: boolean }

function byWindow<Row extends WindowRow, Figure>(
  rows: readonly Row[],
  none: Figure,
  toFigure: (row: Row) => Figure,
): ByWindow<Figure> {
  const whole = (isBefore: boolean) => {
    const row = rows.find((one) => one.slot === null && one.isBefore === isBefore)
    return row === undefined ? none : toFigure(row)
  }
  const slots = rows.flatMap((row) => (row.slot === null ? [] : [[row.slot, toFigure(row)] as const]))
  return { window: whole(false), before: whole(true), slots: new Map(slots) }
}

function slotSql(starts: readonly Date[]): Prisma.Sql {
  return Prisma.sql`width_bucket(d.deployed_at, ${starts.map((start) => start.toISOString())}::timestamptz[])`
}

export type Counts = Record<
  "reached" | "failed" | "rolledBack" | "pending" | "finished" | "changes" | "failedChanges" | "reworked",
  number
>

export const noCounts: Counts = {
  reached: 0,
  failed: 0,
  rolledBack: 0,
  pending: 0,
  finished: 0,
  changes: 0,
  failedChanges: 0,
  reworked: 0,
}

export async function readCounts(
  scope: DeploymentScope,
  { starts, before }: Slots,
  metrics: Record<Metric, MetricSql>,
): Promise<ByWindow<Counts>> {
  const rows = await db().$queryRaw<(Counts & WindowRow)[]>`
    SELECT slot, slot_before AS "isBefore",
      (count(*) FILTER (WHERE ${metrics.reached.counted}))::int AS reached,
      (count(*) FILTER (WHERE ${metrics.failed.counted}))::int AS failed,
      (count(*) FILTER (WHERE ${metrics.rolledBack.counted}))::int AS "rolledBack",
      (count(*) FILTER (WHERE ${metrics.pending.counted}))::int AS pending,
      (count(*) FILTER (WHERE ${metrics.failureRate.population}))::int AS finished,
      (count(*) FILTER (WHERE ${metrics.changeFailRate.population}))::int AS changes,
      (count(*) FILTER (WHERE ${metrics.changeFailRate.counted}))::int AS "failedChanges",
      (count(*) FILTER (WHERE ${metrics.reworkRate.counted}))::int AS reworked
    FROM (
      SELECT placed.*, slot <= ${before} AS slot_before FROM (
        SELECT d.*, ${slotSql(starts)} AS slot FROM deployment d WHERE ${scopeSql(scope)}) placed) d
    GROUP BY GROUPING SETS ((slot_before, slot), (slot_before))`
  return byWindow(rows, noCounts, (row) => row)
}

/** The measured times in one slot or window. `excluded` counts the records without a time by reason. */
export type Times = {
  n: number
  excluded: Record<"unknown" | "closedLate" | "negative" | "skipped" | "outOfOrder" | "open", number>
  p50: number | null
  p90: number | null
  p95: number | null
  max: number | null
}

export const noTimes: Times = {
  n: 0,
  excluded: { unknown: 0, closedLate: 0, negative: 0, skipped: 0, outOfOrder: 0, open: 0 },
  p50: null,
  p90: null,
  p95: null,
  max: null,
}

/** The percentiles (percentile_cont, never averaged) of a time metric. */
export async function readTimes(
  scope: DeploymentScope,
  slots: Slots,
  metric: MetricSql,
): Promise<ByWindow<Times>> {
  return byWindow(await readTimeRows(scope, slots, metric, Prisma.sql`NULL::uuid`), noTimes, toTimes)
}

/** The same for each environment that has records, by its id. */
export async function readTimesByEnvironment(
  scope: DeploymentScope,
  slots: Slots,
  metric: MetricSql,
): Promise<Map<string | null, ByWindow<Times>>> {
  const rows = await readTimeRows(scope, slots, metric, Prisma.sql`d.environment_id`)
  const grouped = Map.groupBy(rows, ({ environmentId }) => environmentId)
  return new Map([...grouped].map(([id, own]) => [id, byWindow(own, noTimes, toTimes)]))
}

type TimeRow = WindowRow &
  Times["excluded"] & {
    environmentId: string | null
    n: number
    percentiles: number[] | null
    max: number | null
  }

function readTimeRows(
  scope: DeploymentScope,
  { starts, before }: Slots,
  metric: MetricSql,
  key: Prisma.Sql,
): Promise<TimeRow[]> {
  return db().$queryRaw<TimeRow[]>`
    SELECT environment_id AS "environmentId", slot, slot_before AS "isBefore",
      (count(*) FILTER (WHERE reason IS NULL))::int AS n,
      (count(*) FILTER (WHERE reason = 'unknown'))::int AS unknown,
      (count(*) FILTER (WHERE reason = 'closedLate'))::int AS "closedLate",
      (count(*) FILTER (WHERE reason = 'negative'))::int AS negative,
      (count(*) FILTER (WHERE reason = 'skipped'))::int AS skipped,
      (count(*) FILTER (WHERE reason = 'outOfOrder'))::int AS "outOfOrder",
      (count(*) FILTER (WHERE reason = 'open'))::int AS open,
      percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE reason IS NULL) AS percentiles,
      max(seconds) FILTER (WHERE reason IS NULL) AS max
    FROM (
      SELECT measured.*, slot <= ${before} AS slot_before FROM (
        SELECT ${key} AS environment_id, ${metric.reason} AS reason, ${metric.seconds} AS seconds,
          ${slotSql(starts)} AS slot
        FROM deployment d ${metric.joins} WHERE ${scopeSql(scope)} AND ${metric.population}) measured) placed
    GROUP BY GROUPING SETS ((environment_id, slot_before, slot), (environment_id, slot_before))`
}

function toTimes({ n, percentiles, max, ...row }: TimeRow): Times {
  const { unknown, closedLate, negative, skipped, outOfOrder, open } = row
  const [p50 = null, p90 = null, p95 = null] = percentiles ?? []
  return { n, excluded: { unknown, closedLate, negative, skipped, outOfOrder, open }, p50, p90, p95, max }
}

/** The starts of the local days that have a counted deployment; a day cut by the start of the window counts as two. */
export async function readDeployDays(
  scope: DeploymentScope,
  windowStart: Date,
  { counted }: MetricSql,
  timeZone: string,
): Promise<Date[]> {
  const { starts } = slotsOf(scope.from, windowStart, scope.to, "day", timeZone)
  const rows = await db().$queryRaw<{ day: number }[]>`
    SELECT DISTINCT ${slotSql(starts)} AS day FROM deployment d WHERE ${scopeSql(scope)} AND ${counted}`
  return rows.flatMap(({ day }) => starts[day - 1] ?? [])
}

/** When the first record of the scope's lanes was deployed, at any time. One lookup per lane. */
export async function readFirstRecord({
  application,
  environmentIds,
}: DeploymentScope): Promise<Date | null> {
  const ofApplication = application === null ? Prisma.sql`true` : Prisma.sql`l.application = ${application}`
  const [row] = await db().$queryRaw<{ first: Date | null }[]>`
    SELECT min(d.deployed_at) AS first FROM lane l
    CROSS JOIN LATERAL (
      SELECT deployed_at FROM deployment
      WHERE application = l.application AND environment_id = l.environment_id
      ORDER BY deployed_at, seq LIMIT 1) d
    WHERE ${ofApplication} AND l.environment_id = ANY(${[...environmentIds]}::uuid[])`
  return row?.first ?? null
}

/** How many known durations fall into each bin; every bin is present. */
export async function readHistogram(scope: DeploymentScope, duration: MetricSql): Promise<DurationBin[]> {
  const rows = await db().$queryRaw<{ bin: number; count: number }[]>`
    SELECT width_bucket(${duration.seconds}, ${[...durationEdges]}::float8[]) AS bin, count(*)::int AS count
    FROM deployment d WHERE ${scopeSql(scope)} AND ${duration.counted} GROUP BY 1`
  return durationBins(new Map(rows.map(({ bin, count }) => [bin - 1, count])))
}

/**
 * The counts by ISO weekday (Monday first) and local hour. The UTC offsets are passed in instead of using PostgreSQL's
 * time zone data, so that a zone known here need not be known there.
 */
export async function readHeatMap(
  scope: DeploymentScope,
  { counted }: MetricSql,
  timeZone: string,
): Promise<number[][]> {
  const spans = offsetSpans(scope.from, scope.to, timeZone)
  const rows = await db().$queryRaw<{ weekday: number; hour: number; count: number }[]>`
    SELECT EXTRACT(ISODOW FROM local)::int AS weekday, EXTRACT(HOUR FROM local)::int AS hour, count(*)::int AS count
    FROM (
      SELECT d.deployed_at AT TIME ZONE 'UTC' + make_interval(secs => (${spans.map((span) => span.offsetSeconds)}::float8[])[
        ${slotSql(spans.map(({ start }) => start))}]) AS local
      FROM deployment d WHERE ${scopeSql(scope)} AND ${counted}) placed
    GROUP BY 1, 2`
  const heat = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const { weekday, hour, count } of rows) heat[weekday - 1]?.splice(hour, 1, count)
  return heat
}
