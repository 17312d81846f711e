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
} as const

/** The facts of consecutive records of one lane, oldest first. */
export type PackedFacts = {
  /** Epoch milliseconds. */
  at: Float64Array
  flags: Int32Array
  /** In milliseconds, record after record: its duration, lead time, step and whole, of each only if the flag says so. */
  values: Float64Array
}

/**
 * SQL that packs the records of the lane `l` (application, environment_id, family_ids, step, whole) between two instants,
 * as the columns `n` and `facts`: of all records the times, then the values, then the flags, as PostgreSQL sends a float8
 * and an int4. `step` and `whole` are the stages the lane is promoted from.
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
  }
  const flags = Object.entries(fact).map(
    ([name, bit]) =>
      Prisma.sql`CASE WHEN ${conditions[name as keyof typeof fact]} THEN ${Prisma.raw(`${bit}`)} ELSE 0 END`,
  )
  const values = [duration, leadTime, step, whole].map(
    ({ counted, seconds }) =>
      Prisma.sql`CASE WHEN ${counted} THEN float8send(round(${seconds} * 1000)) ELSE ''::bytea END`,
  )
  return Prisma.sql`
    SELECT count(*)::int AS n,
      COALESCE(string_agg(at, ''::bytea) || string_agg(times, ''::bytea) || string_agg(flags, ''::bytea), ''::bytea) AS facts
    FROM (
      SELECT float8send(round(date_part('epoch', d.deployed_at) * 1000)) AS at,
        ${Prisma.join(values, " || ")} AS times, int4send(${Prisma.join(flags, " | ")}) AS flags
      FROM deployment d ${step.joins} ${whole.joins}
      WHERE d.application = l.application AND d.environment_id = l.environment_id
        AND d.deployed_at >= ${from} AND d.deployed_at < ${until}
      ORDER BY d.deployed_at, d.seq) d`
}

/**
 * The version of the rules that facts are packed by: of ./metric-sql, ./lanes and the bits above. Increase it with every change
 * of those; facts of lower versions are packed again, those of higher ones belong to a newer Slipway that runs as well.
 */
export const packFormat = 1

/** Reads packed facts from hexadecimal digits, which the driver passes on faster than bytes. */
export function unpack(n: number, hex: string): PackedFacts {
  const bytes = Buffer.allocUnsafeSlow(hex.length / 2)
  bytes.write(hex, "hex")
  const flagsAt = bytes.length - 4 * n
  // PostgreSQL sends numbers with the highest byte first; typed arrays have the lowest first.
  bytes.subarray(0, flagsAt).swap64()
  bytes.subarray(flagsAt).swap32()
  return {
    at: new Float64Array(bytes.buffer, 0, n),
    values: new Float64Array(bytes.buffer, 8 * n, flagsAt / 8 - n),
    flags: new Int32Array(bytes.buffer, flagsAt, n),
  }
}
