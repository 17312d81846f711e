import { Prisma } from "@/lib/platform/db/generated/client"
import { firstArrivalSql, metricSql, promotionSql } from "./metric-sql"

/** What a record counts as: the bits of its flags. The rules are those of ./metric-sql. */
export const fact = {
  reached: 1 << 0,
  failed: 1 << 1,
  rolledBack: 1 << 2,
  pending: 1 << 3,
  change: 1 << 4,
  failedChange: 1 << 5,
  reworked: 1 << 6,
  deployed: 1 << 7,
  /** The first arrival of its tag: in the lane, in the family of the environment, in production. */
  firstInLane: 1 << 8,
  firstInFamily: 1 << 9,
  firstInProduction: 1 << 10,
  /** A time with a value, and why there is none. */
  duration: 1 << 11,
  durationUnknown: 1 << 12,
  durationClosedLate: 1 << 13,
  leadTime: 1 << 14,
  leadTimeUnknown: 1 << 15,
  leadTimeNegative: 1 << 16,
  step: 1 << 17,
  stepSkipped: 1 << 18,
  stepOutOfOrder: 1 << 19,
  whole: 1 << 20,
  wholeSkipped: 1 << 21,
  wholeOutOfOrder: 1 << 22,
  /** Rolled back, even if it had failed before. */
  marked: 1 << 23,
} as const

/**
 * SQL that packs the records of the lane `l` (application, environment_id, family_ids, step, whole) between two instants,
 * as the columns `n` and `facts`: of all records the low parts of the times, the flags and the high parts of the times, then
 * the low and the high parts of the values; integers as PostgreSQL sends them. `step` and `whole` are the stages the lane is
 * promoted from.
 */
export function packSql(
  reworkWords: readonly string[],
  productionIds: readonly string[],
  [from, until]: [Prisma.Sql, Prisma.Sql],
): Prisma.Sql {
  const lane = metricSql({
    reworkWords,
    leadArrivals: Prisma.sql`d.is_first_arrival`,
    stages: Prisma.sql`l.step`,
  })
  const { durationSeconds: duration, leadTimeSeconds: leadTime, promotionTimeSeconds: step } = lane
  const whole = promotionSql(Prisma.sql`l.whole`, "lowest")
  const because = ({ population, reason }: typeof step, code: string) =>
    Prisma.sql`(${population} AND ${reason} = ${code})`
  const conditions: Record<keyof typeof fact, Prisma.Sql> = {
    reached: lane.reached.counted,
    failed: lane.failed.counted,
    rolledBack: lane.rolledBack.counted,
    pending: lane.pending.counted,
    change: lane.changeFailRate.population,
    failedChange: lane.changeFailRate.counted,
    reworked: lane.reworkRate.counted,
    deployed: Prisma.sql`d.status = 'DEPLOYED'`,
    firstInLane: leadTime.population,
    firstInFamily: firstArrivalSql(Prisma.sql`l.family_ids`),
    firstInProduction: firstArrivalSql(Prisma.sql`${[...productionIds]}::uuid[]`),
    duration: duration.counted,
    durationUnknown: because(duration, "unknown"),
    durationClosedLate: because(duration, "closedLate"),
    leadTime: leadTime.counted,
    leadTimeUnknown: because(leadTime, "unknown"),
    leadTimeNegative: because(leadTime, "negative"),
    step: step.counted,
    stepSkipped: because(step, "skipped"),
    stepOutOfOrder: because(step, "outOfOrder"),
    whole: whole.counted,
    wholeSkipped: because(whole, "skipped"),
    wholeOutOfOrder: because(whole, "outOfOrder"),
    marked: Prisma.sql`d.status = 'ROLLED_BACK'`,
  }
  const flags = Object.entries(fact).map(
    ([name, bit]) =>
      Prisma.sql`CASE WHEN ${conditions[name as keyof typeof fact]} THEN ${Prisma.raw(`${bit}`)} ELSE 0 END`,
  )
  const times = { duration, lead_time: leadTime, step, whole }
  const values = Object.entries(times).map(
    ([name, { counted, seconds }]) =>
      Prisma.sql`CASE WHEN ${counted} THEN ${wideSql(seconds)} ELSE ''::bytea END AS ${Prisma.raw(name)}`,
  )
  const ofRecord = (part: typeof lowSql) => Prisma.join(Object.keys(times).map(part), " || ")
  return Prisma.sql`
    SELECT count(*)::int AS n, COALESCE(string_agg(${lowSql("at")}, ''::bytea) || string_agg(flags, ''::bytea)
      || string_agg(${highSql("at")}, ''::bytea) || string_agg(${ofRecord(lowSql)}, ''::bytea)
      || string_agg(${ofRecord(highSql)}, ''::bytea), ''::bytea) AS facts
    FROM (
      SELECT ${wideSql(Prisma.sql`date_part('epoch', d.deployed_at)`)} AS at, ${Prisma.join(values)},
        int4send(${Prisma.join(flags, " | ")}) AS flags
      FROM deployment d ${step.joins} ${whole.joins}
      WHERE d.application = l.application AND d.environment_id = l.environment_id
        AND d.deployed_at >= ${from} AND d.deployed_at < ${until}
      ORDER BY d.deployed_at, d.seq) d`
}

/** The milliseconds of these seconds in eight bytes, of which the last six are kept. */
function wideSql(seconds: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`int8send(round(${seconds} * 1000)::bigint)`
}

const lowSql = (column: string) => Prisma.raw(`substring(${column} from 5)`)
const highSql = (column: string) => Prisma.raw(`substring(${column} from 3 for 2)`)

/**
 * The version of the rules that facts are packed by: of ./metric-sql, ./lanes and the bits above. Increase it with every change
 * of those; facts of lower versions are packed again, those of higher ones belong to a newer Slipway that runs as well.
 */
export const packFormat = 2

/** The bytes of a record without its values, which come first. */
export const recordBytes = 10
const valueBytes = 6

/** The facts of `n` consecutive records of one lane, oldest first, read where PostgreSQL packed them. */
export class PackedFacts {
  readonly valueCount: number
  private readonly view: DataView

  constructor(
    readonly n: number,
    { buffer, byteOffset, byteLength }: Uint8Array,
  ) {
    this.view = new DataView(buffer, byteOffset, byteLength)
    this.valueCount = (byteLength - recordBytes * n) / valueBytes
  }

  /** The time of a record in epoch milliseconds. */
  at(index: number): number {
    return this.wide(0, 8 * this.n, index)
  }

  flags(index: number): number {
    return this.view.getInt32(4 * (this.n + index))
  }

  /** In milliseconds, record after record: its duration, lead time, step and whole, of each only if the flag says so. */
  value(index: number): number {
    const start = recordBytes * this.n
    return this.wide(start, start + 4 * this.valueCount, index)
  }

  /** An integer of 48 bits: its low part and its high part are in two lists. */
  private wide(low: number, high: number, index: number): number {
    return this.view.getInt16(high + 2 * index) * 2 ** 32 + this.view.getUint32(low + 4 * index)
  }
}
