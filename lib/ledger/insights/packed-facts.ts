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
  /** Of its tag: in the lane, in the family of the environment, in production. */
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

/** The facts of consecutive records of one lane, oldest first. */
export type PackedFacts = {
  n: number
  flags: Int32Array
  /** Epoch milliseconds. */
  at: Wide
  /** In milliseconds, record after record: its duration, lead time, step and whole, of each only if the flag says so. */
  values: Wide
}

/** Integers of 48 bits in two parts, which takes a quarter less than 64 bits each. */
export type Wide = { low: Uint32Array; high: Int16Array }

export function wideAt({ low, high }: Wide, index: number): number {
  return (high[index] ?? 0) * 2 ** 32 + (low[index] ?? 0)
}

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
    leadEnvironments: Prisma.sql`ARRAY[l.environment_id]`,
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

/** Reads packed facts, which the driver passes on faster in base64 than as bytes, into the same memory again and again. */
export class Unpacker {
  private bytes = Buffer.alloc(0)
  private times = Buffer.alloc(0)
  private values = Buffer.alloc(0)

  /** The facts are valid until the next are read. */
  unpack(n: number, base64: string): PackedFacts {
    if (this.bytes.length < base64.length) {
      for (const name of ["bytes", "times", "values"] as const)
        this[name] = Buffer.allocUnsafeSlow(2 * base64.length)
    }
    const { bytes, times, values } = this
    const length = bytes.write(base64, "base64")
    const count = (length - recordBytes * n) / valueBytes
    copySwapped(bytes.subarray(0, recordBytes * n), times, 8 * n)
    copySwapped(bytes.subarray(recordBytes * n, length), values, 4 * count)
    return {
      n,
      flags: new Int32Array(times.buffer, 4 * n, n),
      at: { low: new Uint32Array(times.buffer, 0, n), high: new Int16Array(times.buffer, 8 * n, n) },
      values: {
        low: new Uint32Array(values.buffer, 0, count),
        high: new Int16Array(values.buffer, 4 * count, count),
      },
    }
  }
}

/**
 * PostgreSQL sends numbers with the highest byte first; typed arrays have the lowest first. They have four bytes, and from
 * `shortFrom` on two.
 */
function copySwapped(bytes: Buffer, to: Buffer, shortFrom: number): void {
  bytes.copy(to)
  to.subarray(0, shortFrom).swap32()
  to.subarray(shortFrom, bytes.length).swap16()
}
