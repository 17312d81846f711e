import { laneFilterSql } from "@/lib/ledger/deployments/current-sql"
import type { RecordWindow } from "@/lib/ledger/deployments/deployment-sql"
import type { Lane } from "@/lib/ledger/deployments/lane-sql"
import { isAmong } from "@/lib/platform/db/conditions"
import { copyOut } from "@/lib/platform/db/copy-out"
import { Prisma } from "@/lib/platform/db/generated/client"
import type { Window } from "./calendar"
import { PackedFacts, packFormat, recordBytes } from "./packed-facts"

/** Bounds the memory of one reading, at about 50 bytes a record. */
const defaultRecordsAtATime = 100_000

/** `isPacked`: whether all its facts of the window are. */
export type FactsLane = Lane & { isPacked: boolean }

type FactsWindow = RecordWindow & {
  /** Values are left out. */
  flagsOnly?: boolean
}

export type FactsQuestion<L extends FactsLane = FactsLane> = FactsWindow & {
  /** The lanes within the window. */
  lanes: readonly L[]
  /** Whether the facts are those that are packed; otherwise all are packed for this reading. */
  isPackedAlike: boolean
  /** `lanes`: these as `l` with what their facts depend on. `facts` packs the records between two instants of one. */
  packing: (
    lanes: readonly L[],
    instants: [Prisma.Sql, Prisma.Sql],
  ) => { lanes: Prisma.Sql; facts: Prisma.Sql }
}

/** The records `d` of the lane `l`. */
export const inLane = Prisma.sql`d.application = l.application AND d.environment_id = l.environment_id`
const keySql = Prisma.sql`l.application || ' ' || l.environment_id`
const time = (at: Date) => Prisma.sql`${at}::timestamptz`

/** Joins the parts of a lane's key as SQL does. */
export const laneKey = ({ application, environmentId }: Lane) => `${application} ${environmentId}`

/** Whether all facts of the lane `l` of a window are packed. */
export const isPackedSql = ({ from, to }: Window) => Prisma.sql`(
  NOT EXISTS (
    SELECT 1 FROM lane_chunk c WHERE c.application = l.application AND c.environment_id = l.environment_id
      AND c.until_at > ${time(from)} AND c.from_at < ${time(to)} AND (c.facts IS NULL OR c.format <> ${packFormat}))
  AND NOT EXISTS (
    SELECT 1 FROM deployment d
    WHERE ${inLane} AND d.deployed_at >= GREATEST(${packedUntilSql}, ${time(from)}) AND d.deployed_at < ${time(to)}))`

const packedUntilSql = Prisma.sql`COALESCE((
  SELECT max(c.until_at) FROM lane_chunk c
  WHERE c.application = l.application AND c.environment_id = l.environment_id), '-infinity')`

/**
 * Passes on the facts of the records of a window as they arrive, those of each lane from the newest to the oldest. Packed ones
 * may extend beyond the window; the others are packed by the query. Runs in a snapshot.
 */
export async function readFacts<L extends FactsLane>(
  question: FactsQuestion<L>,
  use: (lane: L, facts: PackedFacts) => void,
  recordsAtATime = defaultRecordsAtATime,
): Promise<void> {
  const lanes = new Map(question.lanes.map((lane) => [laneKey(lane), lane]))
  const { packed = [], unpacked = [] } = Object.groupBy(question.lanes, (lane) =>
    question.isPackedAlike && lane.isPacked ? "packed" : "unpacked",
  )
  const read = (sql: Prisma.Sql) =>
    copyOut(sql, ([key, n, bytes]) => {
      const lane = lanes.get(String(key))
      if (lane !== undefined && n !== undefined && bytes !== undefined)
        use(lane, new PackedFacts(n.readInt32BE(), bytes))
    })
  if (packed.length > 0) await read(packedSql(question, unpacked.length > 0 ? packed : null))
  if (unpacked.length > 0) await read(packingSql(question, unpacked, recordsAtATime))
}

const factsSql = ({ flagsOnly }: FactsWindow) =>
  flagsOnly === true ? Prisma.sql`substring(l.facts FROM 1 FOR ${recordBytes} * l.n)` : Prisma.sql`l.facts`

/** The packed chunks of these lanes; null: of all lanes. */
function packedSql(question: FactsWindow, lanes: readonly Lane[] | null): Prisma.Sql {
  return Prisma.sql`
    SELECT ${keySql}, l.n, ${factsSql(question)} FROM lane_chunk l
    WHERE ${laneFilterSql(question)} AND ${isAmong(keySql, lanes?.map(laneKey) ?? null, "text")}
      AND l.until_at > ${time(question.from)} AND l.from_at < ${time(question.to)}
    ORDER BY l.from_at DESC`
}

/** It costs more than the other for each lane. What is not packed is read as chunks of at most so many records. */
function packingSql<L extends FactsLane>(
  question: FactsQuestion<L>,
  lanesToPack: readonly L[],
  recordsAtATime: number,
): Prisma.Sql {
  const { isPackedAlike, packing } = question
  const [from, to] = [time(question.from), time(question.to)]
  const { lanes, facts } = packing(lanesToPack, [
    Prisma.sql`GREATEST(l.from_at, ${from})`,
    Prisma.sql`LEAST(l.until_at, ${to})`,
  ])
  const packedUntil = isPackedAlike ? packedUntilSql : Prisma.sql`'-infinity'::timestamptz`
  return Prisma.sql`
    WITH lanes AS MATERIALIZED (SELECT * FROM ${lanes})
    SELECT ${keySql}, p.n, p.facts FROM (
      SELECT l.*, c.from_at, c.until_at, c.n, CASE WHEN c.format = ${packFormat} THEN c.facts END AS facts
      FROM lanes l JOIN lane_chunk c ON c.application = l.application AND c.environment_id = l.environment_id
      WHERE ${isPackedAlike} AND c.until_at > ${from} AND c.from_at < ${to}
      UNION ALL
      SELECT l.*, tail.from_at, COALESCE(tail.until_at, 'infinity'), 0, NULL FROM lanes l
      CROSS JOIN LATERAL (
        SELECT min(deployed_at) AS from_at, lead(min(deployed_at)) OVER (ORDER BY min(deployed_at)) AS until_at
        FROM (
          SELECT d.deployed_at, (rank() OVER (ORDER BY d.deployed_at) - 1) / ${recordsAtATime} AS part FROM deployment d
          WHERE ${inLane} AND d.deployed_at >= GREATEST(${packedUntil}, ${from}) AND d.deployed_at < ${to}) numbered
        GROUP BY part) tail
      ORDER BY from_at DESC) l
    CROSS JOIN LATERAL (
      SELECT l.n, ${factsSql(question)} AS facts WHERE l.facts IS NOT NULL
      UNION ALL
      SELECT * FROM (${facts}) packed WHERE l.facts IS NULL) p
    ORDER BY l.from_at DESC`
}
