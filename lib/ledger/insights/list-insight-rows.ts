import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { type RecordWindow, windowSql } from "@/lib/ledger/deployments/deployment-sql"
import { toDeployment } from "@/lib/ledger/deployments/to-deployment"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { cursorInstant, cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { splitIntoPeriods, type Window } from "./calendar"
import { promotionLanes, readLanes } from "./insight-lanes"
import { firstArrivalSql, type MetricSql, metricSql, type PromotionLane, stagesJson } from "./metric-sql"
import type { InsightRowsQuery } from "./query-schema"
import { laneKey } from "./read-facts"
import { type Question, resolveInsightsQuery } from "./resolve-query"
import type { InsightRow } from "./schema"

type Found = {
  id: string
  deployedAt: Date
  seq: string
  seconds: number | null
  reason: InsightRow["reason"]
}

const cursorKey = z.tuple([cursorInstant, z.string().regex(/^\d{1,18}$/)])

/** The deployments behind one metric of Insights, newest first, selected by the same predicates that computed it. */
export function listInsightRows(actor: Actor, query: InsightRowsQuery): Promise<Page<InsightRow>> {
  return withAnnulled(actor, query.includeAnnulled, () => readPage(actor, query))
}

async function readPage(actor: Actor, query: InsightRowsQuery): Promise<Page<InsightRow>> {
  const { bucket, period, metric, kind, part } = query
  const question = await resolveInsightsQuery(actor, {
    ...query,
    bucket: bucket instanceof Date ? period : (bucket ?? period),
  })
  const { application, environments, from } = question
  const knownLanes =
    metric === "promotionTimeSeconds" ? await readLanes(application, environments, question) : []
  const lanes = promotionLanes(kind, environments, knownLanes, from)
  const window = bucket instanceof Date ? withinBucket(question, bucket) : question
  const settings = {
    reworkWords: question.reworkWords,
    leadArrivals: firstArrivalSql(Prisma.sql`${[...question.leadEnvironmentIds]}::uuid[]`),
    stages: stagesOfRecord(lanes),
  }
  const rows = await readRows({ ...question, ...window }, metricSql(settings)[metric], part, query)
  const page = cutPage(rows, query.limit, ({ deployedAt, seq }) => [deployedAt.toISOString(), seq])
  return { items: await toRows(page.items), nextCursor: page.nextCursor }
}

/** The deployments with the longest durations, by the predicates of the metric. */
export async function listSlowest(
  question: Question,
  limit: number,
): Promise<(Pick<InsightRow, "id" | "application" | "environment" | "imageTag"> & { seconds: number })[]> {
  const { counted, seconds } = metricSql({
    reworkWords: question.reworkWords,
    leadArrivals: Prisma.sql`d.is_first_arrival`,
    stages: stagesOfRecord([]),
  }).durationSeconds
  return db().$queryRaw`
    SELECT d.id, d.application, e.name AS environment, d.image_tag AS "imageTag", ${seconds} AS seconds
    FROM deployment d JOIN environment e ON e.id = d.environment_id
    WHERE ${windowSql(question)} AND ${counted}
    ORDER BY seconds DESC, d.seq DESC LIMIT ${limit}`
}

/** The stages of the lane of `d`. */
function stagesOfRecord(lanes: readonly PromotionLane[]): Prisma.Sql {
  const stages = lanes.map((lane) => [laneKey(lane), stagesJson(lane)])
  return Prisma.sql`(${JSON.stringify(Object.fromEntries(stages))}::jsonb -> (d.application || ' ' || d.environment_id))`
}

/** The part of the window that overlaps the bucket of this instant; may be empty. */
function withinBucket({ from, to, bucket, timeZone }: Question, instant: Date): Window {
  const [period] = splitIntoPeriods(instant, new Date(instant.getTime() + 1), bucket, timeZone)
  if (period === undefined) return { from, to: from }
  return { from: period.start > from ? period.start : from, to: period.end < to ? period.end : to }
}

function readRows(
  window: RecordWindow,
  metric: MetricSql,
  part: InsightRowsQuery["part"],
  { limit, cursor }: Pick<InsightRowsQuery, "limit" | "cursor">,
): Promise<Found[]> {
  const after = decodeCursor(cursor, cursorKey)
  const older = ifGiven(
    after,
    ([at, seq]) => Prisma.sql`(d.deployed_at, d.seq) < (${at}::timestamptz, ${seq}::bigint)`,
  )
  return db().$queryRaw<Found[]>`
    SELECT d.id, d.deployed_at AS "deployedAt", d.seq::text AS seq, ${metric.seconds} AS seconds,
      CASE WHEN ${metric.excluded} THEN ${metric.reason} END AS reason
    FROM deployment d ${metric.joins}
    WHERE ${windowSql(window)} AND ${metric[part]} AND ${older}
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${limit + 1}`
}

async function toRows(rows: readonly Found[]): Promise<InsightRow[]> {
  const query = { where: { id: { in: rows.map(({ id }) => id) } }, include: { environment: true } }
  const live = await db().deployment.findMany(query)
  const annulled = live.length === rows.length ? [] : await db().annulledDeployment.findMany(query)
  const byId = new Map([...live, ...annulled].map((row) => [row.id, toDeployment(row)]))
  return rows.flatMap(({ id, seconds, reason }) => {
    const deployment = byId.get(id)
    return deployment === undefined ? [] : [{ ...deployment, seconds, reason }]
  })
}
