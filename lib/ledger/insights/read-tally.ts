import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { yieldEvery } from "@/lib/platform/yield-every"
import { offsetSpans, slotStarts, windowBefore } from "./calendar"
import { defaultReworkWords } from "./definitions"
import { type KnownLane, lanesSql } from "./lanes"
import { fact, packFormat, packSql, unpack } from "./packed-facts"
import type { Question } from "./resolve-query"
import { Tally, type TallyPlan } from "./tally"

/** Bounds the memory of one reading, at about 50 bytes a record. */
const recordsAtATime = 100_000

/** Counts the window and the one before it, from the lanes `known` to have records. */
export async function readTally(question: Question, known: readonly KnownLane[]) {
  const plan = planOf(question)
  const tally = new Tally(plan)
  const { from } = windowBefore(question)
  const ids = new Set(question.environmentIds)
  const pause = yieldEvery()
  const batches = batchesOf(known.filter(({ environmentId }) => ids.has(environmentId)))
  const read = async (lanes: KnownLane[] = []) =>
    lanes.length === 0 ? [] : await db().$queryRaw<FactsRow[]>(factsSql(question, from, lanes, known))
  let reading = read(batches[0])
  for (const [index, lanes] of batches.entries()) {
    const rows = await reading
    // PostgreSQL reads the next lanes while these are counted.
    reading = read(batches[index + 1])
    reading.catch(() => undefined)
    const byLane = Map.groupBy(rows, ({ place }) => place)
    for (const [place, { environmentId, nextDeployedAt }] of lanes.entries()) {
      const parts = (byLane.get(place) ?? []).map(({ n, facts }) => unpack(n, facts))
      tally.addLane(environmentId, parts, nextDeployedAt?.getTime() ?? null)
      await pause()
    }
  }
  const durations = await tally.durations.sorted(tally.counts.length, pause)
  const leadTimes = await tally.leadTimes.sorted(tally.counts.length, pause)
  const slots = tally.counts.map((counts, slot) => ({
    ...counts,
    durations: durations[slot] ?? noValues,
    leadTimes: leadTimes[slot] ?? noValues,
  }))
  return {
    slots: { before: slots.slice(0, plan.before.length), window: slots.slice(plan.before.length) },
    recoveries: tally.recoveries,
    promotions: tally.promotions,
    heat: tally.heat,
    deployDays: plan.dayStarts.filter((_, index) => tally.deployDays[index]),
  }
}

const noValues = new Float64Array()

function planOf(question: Question): TallyPlan {
  const { from, to, bucket, timeZone, environment, leadEnvironmentIds } = question
  const before = windowBefore(question)
  const ofRequested = leadEnvironmentIds.length > 1 ? fact.firstInFamily : fact.firstInLane
  return {
    before: slotStarts(before, bucket, timeZone),
    window: slotStarts({ from, to }, bucket, timeZone),
    to: to.getTime(),
    dayStarts: [before, { from, to }].flatMap((window) => slotStarts(window, "day", timeZone)),
    offsets: offsetSpans(from, to, timeZone).map(({ start, offsetSeconds }) => ({
      start: start.getTime(),
      offset: offsetSeconds * 1000,
    })),
    leadTimeOf: environment === null ? fact.firstInProduction : ofRequested,
  }
}

function batchesOf(lanes: readonly KnownLane[]): KnownLane[][] {
  const batches: KnownLane[][] = []
  let room = 0
  for (const lane of lanes) {
    if (room <= 0) {
      batches.push([])
      room = recordsAtATime
    }
    batches.at(-1)?.push(lane)
    room -= lane.packed
  }
  return batches
}

type FactsRow = { place: number; n: number; facts: string }

/**
 * The facts of these lanes, oldest first: packed ones as they are, and the records of unpacked chunks and since the last
 * chunk packed here. One statement, so that both are of one snapshot.
 */
export function factsSql(
  { environments, reworkWords, to, isWhole }: Question,
  from: Date,
  lanes: readonly KnownLane[],
  known: readonly KnownLane[],
): Prisma.Sql {
  const begin = Prisma.sql`${from}::timestamptz`
  const end = Prisma.sql`${to}::timestamptz`
  const isPackedAlike = isWhole && reworkWords.join() === defaultReworkWords.join()
  const productionIds = environments.filter(({ production }) => production).map(({ id }) => id)
  const unpacked = packSql(reworkWords, productionIds, [
    Prisma.sql`GREATEST(r.from_at, ${begin})`,
    Prisma.sql`LEAST(r.until_at, ${end})`,
  ])
  return Prisma.sql`
    WITH lanes AS MATERIALIZED (SELECT * FROM ${lanesSql(lanes, environments, known, from)}
    ), chunks AS (
      SELECT l.place, c.from_at, c.until_at, c.n,
        CASE WHEN ${isPackedAlike} AND c.format = ${packFormat} THEN c.facts END AS facts
      FROM lanes l JOIN lane_chunk c ON c.application = l.application AND c.environment_id = l.environment_id
        AND c.until_at > ${begin} AND c.from_at < ${end}
    ), tails AS (
      SELECT l.place, packed.until_at AS from_at, 'infinity'::timestamptz AS until_at
      FROM lanes l CROSS JOIN LATERAL (
        SELECT COALESCE(max(c.until_at), '-infinity') AS until_at FROM lane_chunk c
        WHERE c.application = l.application AND c.environment_id = l.environment_id) packed
      WHERE packed.until_at < ${end}
    )
    SELECT place, n, encode(facts, 'hex') AS facts FROM (
      SELECT place, from_at, n, facts FROM chunks WHERE facts IS NOT NULL
      UNION ALL
      SELECT r.place, r.from_at, p.n, p.facts
      FROM (SELECT place, from_at, until_at FROM chunks WHERE facts IS NULL UNION ALL SELECT * FROM tails) r
      JOIN lanes l USING (place) CROSS JOIN LATERAL (${unpacked}) p
      ORDER BY place, from_at) ordered`
}
