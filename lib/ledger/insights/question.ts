import { Temporal } from "temporal-polyfill"
import type { Actor } from "@/lib/identity/auth/actor"
import type { EnvironmentRef } from "@/lib/ledger/environments/environment-ref"
import { readAllEnvironments } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { invalid } from "@/lib/platform/errors"
import { type BucketSize, localDate, roughPeriodCount, startOfDay } from "./buckets"
import { defaultReworkWords } from "./definitions"
import type { InsightsQuery } from "./query-schema"
import { windowOfRange } from "./ranges"

/** An Insights query with all defaults resolved. */
export type Question = {
  application: string | null
  environment: EnvironmentRef | null
  /** Every environment the caller can see, including archived ones, in promotion order. */
  ladder: readonly EnvironmentRef[]
  from: Date
  /** Exclusive. */
  to: Date
  bucket: BucketSize
  timeZone: string
  reworkWords: readonly string[]
}

const maxBuckets = 2000

/** The default window: about thirty days, thirteen weeks or a year. */
const defaultLength: Record<BucketSize, Temporal.DurationLike> = {
  day: { days: 29 },
  week: { weeks: 12 },
  month: { months: 11 },
}

/** Resolves the defaults: until now, from the start of a local day. Throws a 422 for an invalid window. */
export async function resolveInsightsQuery(actor: Actor, query: InsightsQuery): Promise<Question> {
  const { bucket, timeZone, application = null } = query
  const [environment, { from, to }] = await collectFaults([
    resolveOptionalEnvironment(actor, query.environment),
    check(() => orderlyWindow(query)),
  ])
  return {
    application,
    environment,
    ladder: await readAllEnvironments(actor),
    from,
    to,
    bucket,
    timeZone,
    reworkWords: query.reworkWords ?? defaultReworkWords,
  }
}

function orderlyWindow(query: Window): { from: Date; to: Date } {
  const { from, to } = windowOf(query, new Date())
  if (from >= to) throw invalid("/from", "from must be before to.")
  if (roughPeriodCount(from, to, query.bucket) <= maxBuckets) return { from, to }
  throw invalid(
    "/bucket",
    `The window has more than ${maxBuckets} buckets. Choose a larger bucket or a shorter window.`,
  )
}

type Window = Pick<InsightsQuery, "range" | "from" | "to" | "bucket" | "timeZone">

function windowOf({ range, bucket, timeZone, ...given }: Window, now: Date): { from: Date; to: Date } {
  const to = typeof given.to === "string" ? localDayStart(given.to, 1, timeZone) : (given.to ?? now)
  if (range === undefined) {
    const from = typeof given.from === "string" ? localDayStart(given.from, 0, timeZone) : given.from
    return { from: from ?? defaultFrom(to, bucket, timeZone), to }
  }
  if (given.from !== undefined)
    throw invalid("/range", "range and from are mutually exclusive. Remove one of them.")
  return windowOfRange(range, to, timeZone)
}

function localDayStart(day: string, daysLater: number, timeZone: string): Date {
  return startOfDay(Temporal.PlainDate.from(day).add({ days: daysLater }), timeZone)
}

function defaultFrom(to: Date, bucket: BucketSize, timeZone: string): Date {
  const date = localDate(to, timeZone).subtract(defaultLength[bucket])
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
}

/** The environments whose records are counted. */
export function countedEnvironments({ environment, ladder }: Question): readonly EnvironmentRef[] {
  return environment === null ? ladder : ladder.filter(({ id }) => environment.ids.includes(id))
}

/** Where first arrivals have a lead time: in the requested environment, otherwise in production. */
export function leadEnvironments({ environment, ladder }: Question): string[] {
  return environment === null
    ? ladder.filter((one) => one.production).map(({ id }) => id)
    : [...environment.ids]
}
