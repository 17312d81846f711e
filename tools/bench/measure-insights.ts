import { count, type Figure, ms, p, times } from "./figures"
import type { Ledgers } from "./ledgers"
import { ledgerEnd } from "./made-up-ledger"
import type { Slipway } from "./stage"
import { withSql } from "./with-sql"

const calls = 40
const warmCalls = 5
const textbookRuns = 3
const from = new Date(ledgerEnd.getTime() - 365 * 86_400_000)

/** The query without any stored facts: rollbacks, first arrivals and recoveries from the raw rows. */
const textbook = `
  WITH reached AS (
    SELECT d.*, lag(image_tag) OVER lane AS before, row_number() OVER lane AS place,
      min(deployed_at) FILTER (WHERE status = 'DEPLOYED') OVER (
        PARTITION BY application, environment_id ORDER BY deployed_at DESC, seq DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next
    FROM deployment d WHERE status IN ('DEPLOYED', 'ROLLED_BACK') AND ($3::text IS NULL OR application = $3)
    WINDOW lane AS (PARTITION BY application, environment_id ORDER BY deployed_at, seq)
  ), known AS (
    SELECT r.*, min(place) OVER (PARTITION BY application, environment_id, image_tag) AS first_place FROM reached r
  ), assessed AS (
    SELECT k.*, k.place = k.first_place AS first_arrival, k.first_place < k.place AND k.before <> k.image_tag
      AND k.first_place < lag(k.first_place) OVER (PARTITION BY application, environment_id ORDER BY place) AS rollback
    FROM known k
  )
  SELECT date_trunc('week', deployed_at) AS week, count(*), count(*) FILTER (WHERE status = 'ROLLED_BACK'),
    count(*) FILTER (WHERE rollback),
    percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM completed_at - deployed_at)),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY CASE WHEN first_arrival THEN extract(epoch FROM deployed_at - committed_at) END),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN status = 'ROLLED_BACK' THEN extract(epoch FROM next - deployed_at) END)
  FROM assessed WHERE deployed_at >= $1 AND deployed_at < $2 GROUP BY week ORDER BY week`

const base = "/api/v1/platform/deployments"

/** As many as a team with forty services records in four years. */
const teamRecords = 63_000

/** The fewest records at which textbook SQL takes long enough to compare with it. */
const minComparedRecords = 1_000_000
const minRatio = 50

/** Goals in milliseconds for one lane and for everything, by the number of records; none for others. */
const goals: Record<number, { lane: number; everything: number }> = {
  10000: { lane: 15, everything: 15 },
  1000000: { lane: 50, everything: 150 },
  10000000: { lane: 100, everything: 1_500 },
}

/** One year of Insights, and the year before, compared with textbook SQL over the raw table for the year alone. */
export async function measureInsights(ledgers: Ledgers): Promise<Figure[]> {
  const lane = { filter: "application=platform&environment=prod&", application: "platform" }
  const wholeLedger = { filter: "", application: null }
  const figures: Figure[] = []
  for (const size of ledgers.sizes) {
    const slipway = await ledgers.withRecords(size)
    figures.push(
      await measure(slipway, size, "platform in prod", lane, goals[size]?.lane),
      await measure(slipway, size, "everything", wholeLedger, goals[size]?.everything),
    )
  }
  return [...figures, await besideCurrent(await ledgers.withRecords(teamRecords), count(teamRecords))]
}

/** Insights compared with the cheapest read there is. */
async function besideCurrent(slipway: Slipway, records: string): Promise<Figure> {
  const ours: number[] = []
  const current: number[] = []
  for (let index = 0; index < calls; index++) {
    ours.push(await slipway.caller.time({ path: insightsPath("") }))
    current.push(await slipway.caller.time({ path: `${base}/current?environment=prod&application=platform` }))
  }
  const median = p(ours.slice(warmCalls), 50)
  const other = p(current.slice(warmCalls), 50)
  return {
    what: `insights of a year, everything, ${records}, median`,
    value: ms(median),
    baseline: `${ms(other)} (current)`,
    ratio: times(median / other),
    target: "≤ 5 ×",
    ok: median <= 5 * other,
  }
}

function insightsPath(filter: string): string {
  return `${base}/insights?${filter}from=${from.toISOString()}&to=${ledgerEnd.toISOString()}&bucket=week`
}

async function measure(
  slipway: Slipway,
  size: number,
  label: string,
  { filter, application }: { filter: string; application: string | null },
  targetMs: number | undefined,
): Promise<Figure> {
  const ours: number[] = []
  for (let index = 0; index < calls; index++)
    ours.push(await slipway.caller.time({ path: insightsPath(filter) }))
  const theirs = await withSql(slipway.databaseUrl, async (sql) => {
    const runs: number[] = []
    for (let run = 0; run < textbookRuns; run++) {
      const start = performance.now()
      await sql.query(textbook, [from, ledgerEnd, application])
      runs.push(performance.now() - start)
    }
    return runs
  })
  const p95 = p(ours.slice(warmCalls), 95)
  const book = Math.min(...theirs)
  const isCompared = size >= minComparedRecords
  const isFast = !isCompared || book / p95 >= minRatio
  return {
    what: `insights of a year, ${label}, ${count(size)}, p95`,
    value: ms(p95),
    baseline: `${ms(book)} (textbook SQL)`,
    ratio: times(book / p95),
    target: targetMs === undefined ? "" : `≤ ${targetMs} ms${isCompared ? `, ≥ ${minRatio} ×` : ""}`,
    ok: targetMs === undefined ? null : p95 <= targetMs && isFast,
  }
}
