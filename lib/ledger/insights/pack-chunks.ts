import { systemActor } from "@/lib/identity/auth/actor"
import { readAllEnvironments } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"
import { defaultReworkWords } from "./definitions"
import { lanesSql, promotionsOf, readLanes } from "./insight-lanes"
import { packFormat, packSql } from "./packed-facts"
import { inLane } from "./read-facts"

const defaultRecords = 1024
/** A record is packed once it is this old or has this many later ones; before that, it is likely to change. */
const stable = { minutes: 60, laterRecords: 64 }
/** A lane is packed further when its oldest unpacked record is so old, or when it has so many. */
const due = { minutes: 120, records: 512 }
/** Recording into an application waits for its transaction, so that one packs only so many stretches of so many chunks. */
const atATime = { stretches: 4, chunks: 2 }

/** Longer waits for one lane would keep recorders of the others waiting. */
const lockTimeout = "200ms"

/** The packed range, as text because it starts at -infinity. */
type Stretch = { environmentId: string; fromAt: string; untilAt: string }

/** Packs the facts of all records that are due, for compute-figures.ts, in chunks of so many. Any number of workers may do so. */
export async function packChunks(stopping?: AbortSignal, chunkRecords = defaultRecords): Promise<void> {
  await db()
    .$executeRaw`UPDATE lane_chunk SET facts = NULL WHERE format < ${packFormat} AND facts IS NOT NULL`
  const applications = await db().$queryRaw<{ application: string }[]>`
    SELECT application FROM lane_chunk WHERE facts IS NULL
    UNION
    SELECT application FROM (${dueSql(chunkRecords)}) due`
  for (const { application } of applications) {
    try {
      while (stopping?.aborted !== true && (await packSome(application, chunkRecords)));
    } catch (error) {
      // Most often a lane is held, such as by an import; the next round packs it.
      log.debug({ err: error, application }, "could not pack the facts of an application")
    }
  }
}

/** Returns whether there may be more to pack. */
function packSome(application: string, chunkRecords: number): Promise<boolean> {
  return transaction(async () => {
    await db().$executeRaw`SELECT set_config('lock_timeout', ${lockTimeout}, true)`
    // prisma/sql/lane-chunks.sql has the counterparts of both locks.
    const [lock] = await db().$queryRaw<{ isHeld: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${application}, 7341)) AS "isHeld"`
    if (lock?.isHeld !== true) return false
    await db().$executeRaw`SELECT pg_advisory_xact_lock_shared(7341)`
    // All lanes, because a promotion to one lane is measured from the others.
    await db().$executeRaw`
      SELECT 1 FROM lane WHERE application = ${application} ORDER BY environment_id FOR UPDATE`
    const stretches = await unpackedStretches(application, chunkRecords)
    if (stretches.length > 0) await pack(application, stretches, chunkRecords)
    return stretches.length > 0
  })
}

/** Chunks that were unpacked come first, so that a lane is continued behind whole ones. */
async function unpackedStretches(application: string, chunkRecords: number): Promise<Stretch[]> {
  const chunks = await db().$queryRaw<Stretch[]>`
    SELECT environment_id AS "environmentId", from_at::text AS "fromAt", until_at::text AS "untilAt" FROM lane_chunk
    WHERE application = ${application} AND facts IS NULL LIMIT ${atATime.stretches}`
  if (chunks.length > 0) return chunks
  return db().$queryRaw<Stretch[]>`
    SELECT environment_id AS "environmentId", from_at::text AS "fromAt", until_at::text AS "untilAt"
    FROM (${dueSql(chunkRecords)}) due WHERE application = ${application} LIMIT ${atATime.stretches}`
}

/** The lanes that are due, and what of each to pack next: from its last chunk on if that has room, to the last stable record. */
const dueSql = (chunkRecords: number) => Prisma.sql`
  SELECT l.application, l.environment_id,
    CASE WHEN last.n < ${chunkRecords} THEN last.from_at ELSE packed.until_at END AS from_at,
    LEAST(stable.until_at, following.deployed_at) AS until_at
  FROM lane l
  LEFT JOIN LATERAL (
    SELECT c.from_at, c.until_at, c.n FROM lane_chunk c
    WHERE c.application = l.application AND c.environment_id = l.environment_id ORDER BY c.until_at DESC LIMIT 1) last ON true
  CROSS JOIN LATERAL (SELECT COALESCE(last.until_at, '-infinity') AS until_at) packed
  CROSS JOIN LATERAL (
    SELECT d.deployed_at FROM deployment d WHERE ${inLane} AND d.deployed_at >= packed.until_at
    ORDER BY d.deployed_at, d.seq LIMIT 1) oldest
  CROSS JOIN LATERAL (
    SELECT GREATEST(now() - make_interval(mins => ${stable.minutes}), (
      SELECT d.deployed_at FROM deployment d WHERE ${inLane}
      ORDER BY d.deployed_at DESC, d.seq DESC OFFSET ${stable.laterRecords} LIMIT 1)) AS until_at) stable
  LEFT JOIN LATERAL (
    SELECT d.deployed_at FROM deployment d WHERE ${inLane} AND d.deployed_at > (
      SELECT d.deployed_at FROM deployment d WHERE ${inLane} AND d.deployed_at >= packed.until_at
      ORDER BY d.deployed_at, d.seq OFFSET ${atATime.chunks * chunkRecords - 1} LIMIT 1)
    ORDER BY d.deployed_at, d.seq LIMIT 1) following ON true
  WHERE oldest.deployed_at < stable.until_at AND (
    oldest.deployed_at < now() - make_interval(mins => ${due.minutes})
    OR EXISTS (
      SELECT 1 FROM deployment d WHERE ${inLane} AND d.deployed_at >= packed.until_at OFFSET ${due.records - 1}))`

async function pack(application: string, stretches: readonly Stretch[], chunkRecords: number): Promise<void> {
  const environments = await readAllEnvironments(systemActor("packing"))
  const knownLanes = await readLanes(application, environments, { from: new Date(0), to: new Date() })
  const promotions = promotionsOf(environments, knownLanes, new Date(0))
  const lanes = stretches.map(({ environmentId }) => ({ application, environmentId }))
  const productionIds = environments.filter(({ production }) => production).map(({ id }) => id)
  const stretch = Prisma.sql`unnest(${lanes.map((_, index) => index)}::int[],
    ${lanes.map(({ environmentId }) => environmentId)}::uuid[],
    ${stretches.map(({ fromAt }) => fromAt)}::text[]::timestamptz[],
    ${stretches.map(({ untilAt }) => untilAt)}::text[]::timestamptz[]) AS s(place, environment_id, from_at, until_at)`
  await db().$executeRaw`
    DELETE FROM lane_chunk c USING ${stretch}
    WHERE c.application = ${application} AND c.environment_id = s.environment_id
      AND c.until_at > s.from_at AND c.from_at < s.until_at`
  await db().$executeRaw`
    INSERT INTO lane_chunk (application, environment_id, from_at, until_at, n, format, facts)
    SELECT l.application, l.environment_id, c.from_at, c.until_at, p.n, ${packFormat}, p.facts
    FROM ${stretch} JOIN ${lanesSql(lanes, environments, promotions)} USING (place)
    CROSS JOIN LATERAL (
      SELECT start AS from_at, lead(start, 1, s.until_at) OVER (ORDER BY start) AS until_at FROM (
        SELECT s.from_at AS start
        UNION
        SELECT deployed_at FROM (
          SELECT d.deployed_at, row_number() OVER (ORDER BY d.deployed_at, d.seq) AS number FROM deployment d
          WHERE ${inLane} AND d.deployed_at >= s.from_at AND d.deployed_at < s.until_at) numbered
        WHERE number > 1 AND (number - 1) % ${chunkRecords} = 0) starts) c
    CROSS JOIN LATERAL (${packSql(defaultReworkWords, productionIds, [Prisma.sql`c.from_at`, Prisma.sql`c.until_at`])}) p`
}
