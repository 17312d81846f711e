import type { Lane } from "@/lib/ledger/deployments/lane-sql"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { yieldEvery } from "@/lib/platform/yield-every"
import type { Window } from "./calendar"
import { type PackedFacts, packFormat, recordBytes, Unpacker } from "./packed-facts"

/** Bounds the memory of one reading, at about 50 bytes a record. */
const usualRecordsAtATime = 100_000

export type FactsQuestion<L extends Lane = Lane> = Window & {
  lanes: readonly L[]
  /** Whether the facts are those that are packed; otherwise all are packed for this reading. */
  isPackedAlike: boolean
  /** `lanes`: the same as `l` with what their facts depend on. `facts` packs the records of the stretch `s` of one. */
  packing: { lanes: Prisma.Sql; facts: Prisma.Sql }
  /** Values are left out. */
  flagsOnly?: boolean
}

/** Consecutive records of a lane; its times as text, because a lane begins at -infinity. */
type Stretch = { place: number; fromAt: string; untilAt: string; n: number; isPacked: boolean }

/**
 * Passes on the facts of the records of a window: lane after lane, each from its newest stretch to its oldest. Packed ones are
 * read as they are, and may extend beyond the window; the others are packed here. Runs in a `snapshot`.
 */
export async function readFacts<L extends Lane>(
  question: FactsQuestion<L>,
  use: (lane: L, facts: PackedFacts) => void,
  recordsAtATime = usualRecordsAtATime,
): Promise<void> {
  const pause = yieldEvery()
  const unpacker = new Unpacker()
  const groups = groupsOf(await readStretches(question, recordsAtATime), recordsAtATime)
  const read = (group: readonly Stretch[] = []) => readGroup(question, group)
  let reading = read(groups[0])
  for (const [index, group] of groups.entries()) {
    const facts = await reading
    // PostgreSQL reads the next ones while these are used.
    reading = read(groups[index + 1])
    reading.catch(() => undefined)
    for (const [number, { place }] of group.entries()) {
      const [lane, packed] = [question.lanes[place], facts.get(number)]
      if (lane !== undefined && packed !== undefined) use(lane, unpacker.unpack(packed.n, packed.base64))
      await pause()
    }
  }
}

/** In the order in which they are passed on, those that are not packed at most so long. */
async function readStretches(question: FactsQuestion, recordsAtATime: number): Promise<Stretch[]> {
  const { lanes, from, to, isPackedAlike } = question
  const [begin, end] = [Prisma.sql`${from}::timestamptz`, Prisma.sql`${to}::timestamptz`]
  const inLane = Prisma.sql`d.application = l.application AND d.environment_id = l.environment_id`
  return db().$queryRaw<Stretch[]>`
    WITH lanes AS MATERIALIZED (
      SELECT * FROM unnest(${lanes.map((_, place) => place)}::int[], ${lanes.map(({ application }) => application)}::text[],
        ${lanes.map(({ environmentId }) => environmentId)}::uuid[]) AS l(place, application, environment_id)
    ), stretches AS (
      SELECT l.place, c.from_at, c.until_at, c.n, c.facts IS NOT NULL AND c.format = ${packFormat} AS is_packed
      FROM lanes l JOIN lane_chunk c ON c.application = l.application AND c.environment_id = l.environment_id
      WHERE ${isPackedAlike} AND c.until_at > ${begin} AND c.from_at < ${end}
      UNION ALL
      SELECT l.place, tail.from_at, COALESCE(tail.until_at, 'infinity'), tail.n, false FROM lanes l
      CROSS JOIN LATERAL (
        SELECT COALESCE(max(c.until_at), '-infinity') AS until_at FROM lane_chunk c
        WHERE ${isPackedAlike} AND c.application = l.application AND c.environment_id = l.environment_id) packed
      CROSS JOIN LATERAL (
        SELECT min(deployed_at) AS from_at, lead(min(deployed_at)) OVER (ORDER BY min(deployed_at)) AS until_at,
          count(*)::int AS n
        FROM (
          SELECT d.deployed_at, (rank() OVER (ORDER BY d.deployed_at) - 1) / ${recordsAtATime} AS part FROM deployment d
          WHERE ${inLane} AND d.deployed_at >= GREATEST(packed.until_at, ${begin}) AND d.deployed_at < ${end}) numbered
        GROUP BY part) tail
    )
    SELECT place, from_at::text AS "fromAt", until_at::text AS "untilAt", n, is_packed AS "isPacked" FROM stretches
    ORDER BY place, from_at DESC`
}

function groupsOf(stretches: readonly Stretch[], recordsAtATime: number): Stretch[][] {
  const groups: Stretch[][] = []
  let room = 0
  for (const stretch of stretches) {
    if (room <= 0 || stretch.n > room) {
      groups.push([])
      room = recordsAtATime
    }
    groups.at(-1)?.push(stretch)
    room -= stretch.n
  }
  return groups
}

type FactsRow = { number: number; n: number; base64: string }

/** The facts of these stretches by their place in the group. */
async function readGroup(
  { lanes, from, to, packing, flagsOnly }: FactsQuestion,
  group: readonly Stretch[],
): Promise<Map<number, FactsRow>> {
  const stretchesSql = (isPacked: boolean) => {
    const some = [...group.entries()].filter(([, stretch]) => stretch.isPacked === isPacked)
    const lanesOf = some.map(([, { place }]) => lanes[place])
    return some.length === 0
      ? null
      : Prisma.sql`unnest(${some.map(([number]) => number)}::int[], ${some.map(([, { place }]) => place)}::int[],
          ${lanesOf.map((lane) => lane?.application)}::text[], ${lanesOf.map((lane) => lane?.environmentId)}::uuid[],
          ${some.map(([, { fromAt }]) => fromAt)}::text[]::timestamptz[],
          ${some.map(([, { untilAt }]) => untilAt)}::text[]::timestamptz[]) AS s(number, place, application, environment_id, since, until_at)`
  }
  const [packed, unpacked] = [stretchesSql(true), stretchesSql(false)]
  const bytes = flagsOnly
    ? Prisma.sql`substring(c.facts from 1 for ${recordBytes} * c.n)`
    : Prisma.sql`c.facts`
  const asPacked =
    packed === null
      ? []
      : await db().$queryRaw<FactsRow[]>`
        SELECT s.number, c.n, encode(${bytes}, 'base64') AS base64
        FROM ${packed} JOIN lane_chunk c USING (application, environment_id, until_at)`
  const packedNow =
    unpacked === null
      ? []
      : await db().$queryRaw<FactsRow[]>`
        SELECT s.number, p.n, encode(p.facts, 'base64') AS base64
        FROM (
          SELECT number, place, GREATEST(since, ${from}::timestamptz) AS from_at, LEAST(until_at, ${to}::timestamptz) AS until_at
          FROM ${unpacked}) s
        JOIN ${packing.lanes} USING (place) CROSS JOIN LATERAL (${packing.facts}) p`
  return new Map([...asPacked, ...packedNow].map((row) => [row.number, row]))
}
