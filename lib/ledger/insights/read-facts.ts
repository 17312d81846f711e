import type { Lane } from "@/lib/ledger/deployments/lane-sql"
import { copyOut } from "@/lib/platform/db/copy-out"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import type { Window } from "./calendar"
import { PackedFacts, packFormat, recordBytes } from "./packed-facts"

/** Bounds the memory of one reading, at about 50 bytes a record. */
const usualRecordsAtATime = 100_000

export type FactsQuestion<L extends Lane = Lane> = Window & {
  lanes: readonly L[]
  /** Whether the facts are those that are packed; otherwise all are packed for this reading. */
  isPackedAlike: boolean
  /** `lanes`: the same as `l` with what their facts depend on. `facts` packs the records of the stretch `s` of one. */
  packing: () => { lanes: Prisma.Sql; facts: Prisma.Sql }
  /** Values are left out. */
  flagsOnly?: boolean
}

/** Consecutive records of a lane; its times as text, because a lane begins at -infinity. */
type Stretch = { place: number; fromAt: string; untilAt: string; n: number; isPacked: boolean }

/**
 * Passes on the facts of the records of a window: lane after lane, each from its newest stretch to its oldest. Packed ones are
 * read as they are, and may extend beyond the window; the others are packed here. Runs in a snapshot.
 */
export async function readFacts<L extends Lane>(
  question: FactsQuestion<L>,
  use: (lane: L, facts: PackedFacts) => void,
  recordsAtATime = usualRecordsAtATime,
): Promise<void> {
  for (const group of groupsOf(await readStretches(question, recordsAtATime), recordsAtATime)) {
    const packedNow = await packNow(question, group)
    let next = 0
    const passOn = (facts = packedNow.get(next)) => {
      const lane = question.lanes[group[next++]?.place ?? -1]
      if (lane !== undefined && facts !== undefined) use(lane, facts)
    }
    await readPacked(question, group, (number, facts) => {
      while (next < number) passOn()
      passOn(facts)
    })
    while (next < group.length) passOn()
  }
}

/** In the order in which they are passed on, those that are not packed at most so long. */
async function readStretches(question: FactsQuestion, recordsAtATime: number): Promise<Stretch[]> {
  const { lanes, from, to, isPackedAlike } = question
  const begin = Prisma.sql`${from}::timestamptz`
  const end = Prisma.sql`${to}::timestamptz`
  const inLane = Prisma.sql`d.application = l.application AND d.environment_id = l.environment_id`
  return query<Stretch>(Prisma.sql`
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
    ORDER BY place, from_at DESC`)
}

/** So many that are not packed at a time: packed ones are passed on as they arrive. */
function groupsOf(stretches: readonly Stretch[], recordsAtATime: number): Numbered[][] {
  const groups: Numbered[][] = []
  let room = 0
  for (const stretch of stretches) {
    const n = stretch.isPacked ? 0 : stretch.n
    if (groups.length === 0 || n > room) {
      groups.push([])
      room = recordsAtATime
    }
    const group = groups.at(-1) ?? []
    group.push({ ...stretch, number: group.length })
    room -= n
  }
  return groups
}

type Numbered = Stretch & { number: number }

async function readPacked(
  { lanes, flagsOnly }: FactsQuestion,
  group: readonly Numbered[],
  use: (number: number, facts: PackedFacts) => void,
): Promise<void> {
  const packed = group.filter(({ isPacked }) => isPacked)
  if (packed.length === 0) return
  const keys = packed.map(({ number, place, untilAt }) => {
    const { application, environmentId } = lanes[place] ?? {}
    return { number, application, environment_id: environmentId, until_at: untilAt }
  })
  const facts = flagsOnly ? `substring(c.facts from 1 for ${recordBytes} * c.n)` : "c.facts"
  await copyOut(
    (json) => `
      SELECT k.number, c.n, ${facts} FROM json_to_recordset(${json})
        AS k(number int, application text, environment_id uuid, until_at timestamptz)
      JOIN lane_chunk c USING (application, environment_id, until_at) ORDER BY k.number`,
    keys,
    ([number, n, bytes]) => {
      if (number !== undefined && n !== undefined && bytes !== undefined)
        use(number.readInt32BE(), new PackedFacts(n.readInt32BE(), bytes))
    },
  )
}

async function packNow(
  { from, to, packing }: FactsQuestion,
  group: readonly Numbered[],
): Promise<Map<number, PackedFacts>> {
  const others = group.filter(({ isPacked }) => !isPacked)
  if (others.length === 0) return new Map()
  const { lanes, facts } = packing()
  const rows = await query<{ number: number; n: number; base64: string }>(Prisma.sql`
    SELECT s.number, p.n, encode(p.facts, 'base64') AS base64
    FROM (
      SELECT number, place, GREATEST("fromAt", ${from}::timestamptz) AS from_at, LEAST("untilAt", ${to}::timestamptz) AS until_at
      FROM json_to_recordset(${JSON.stringify(others)}::json)
        AS (number int, place int, "fromAt" timestamptz, "untilAt" timestamptz)) s
    JOIN ${lanes} USING (place) CROSS JOIN LATERAL (${facts}) p`)
  return new Map(
    rows.map(({ number, n, base64 }) => [number, new PackedFacts(n, Buffer.from(base64, "base64"))]),
  )
}
