import { Temporal } from "temporal-polyfill"
import type { Actor } from "@/lib/identity/auth/actor"
import { allValue } from "@/lib/ledger/deployments/all-value"
import type { RecordWindow } from "@/lib/ledger/deployments/deployment-sql"
import { type EnvironmentRef, readAllEnvironments } from "@/lib/ledger/environments/read-environments"
import { resolveAmong } from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { invalid } from "@/lib/platform/errors"
import { localDate, roughPeriodCount, shiftBack, startOfDay, type Window } from "./calendar"
import { defaultReworkWords } from "./definitions"
import type { BucketSize, ComparedPeriod, Range } from "./metric-names"
import type { InsightsQuery } from "./query-schema"

/** An Insights query with all defaults resolved, which is also the scope of the records that are counted. */
export type Question = RecordWindow & {
  /** The requested environment; null: all. */
  environment: EnvironmentRef | null
  /** Every environment the caller can see, including archived ones, in promotion order. */
  environments: readonly EnvironmentRef[]
  /** Whether those are all environments: facts are packed with the promotion order of all. */
  isWhole: boolean
  /** Where first arrivals have a lead time: in the requested environment, otherwise in production. */
  leadEnvironmentIds: readonly string[]
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
  const environments = await readAllEnvironments(actor)
  const [requested, { from, to }] = await collectFaults([
    query.environment === undefined ? null : resolveAmong(environments, actor, query.environment),
    check(() => resolveWindow(query)),
  ])
  return {
    ...environmentsOf(environments, requested),
    application: query.application ?? null,
    environments,
    isWhole: actor.environmentIds === null,
    from,
    to,
    bucket: query.bucket,
    timeZone: query.timeZone,
    reworkWords: query.reworkWords ?? defaultReworkWords,
  }
}

/** Where records count, and where their lead times do. `requested` null: everywhere. */
function environmentsOf(environments: readonly EnvironmentRef[], requested: EnvironmentRef | null) {
  const counted = environments.filter(({ id }) => requested === null || requested.ids.includes(id))
  const production = environments.filter((environment) => environment.production)
  return {
    environment: requested,
    environmentIds: counted.map(({ id }) => id),
    leadEnvironmentIds: requested?.ids ?? production.map(({ id }) => id),
  }
}

/**
 * What the query compares its result with: the same query for another window, application or environment. Null if it
 * asks for none, which leaves the previous window. Throws a 422 for an invalid one.
 */
export async function resolveComparison(
  actor: Actor,
  query: InsightsQuery,
  question: Question,
): Promise<Question | null> {
  const { compareApplication: application, compareEnvironment: environment } = query
  const { compareBefore, compareRange, compareFrom, compareTo } = query
  const others = [application, environment, compareBefore, compareRange, compareFrom, compareTo]
  if (others.every((one) => one === undefined)) return null
  const isOne = environment !== undefined && environment !== allValue
  const [requested, window] = await collectFaults([
    isOne ? resolveAmong(question.environments, actor, environment, "/compareEnvironment") : null,
    check(() => comparedWindow(query, question)),
  ])
  return {
    ...question,
    ...window,
    ...(environment === undefined ? {} : environmentsOf(question.environments, requested)),
    ...(application === undefined ? {} : { application: application === allValue ? null : application }),
  }
}

const periodLength: Record<ComparedPeriod, Temporal.DurationLike> = {
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
}

function comparedWindow(query: InsightsQuery, { from, to, bucket, timeZone }: Question): Window {
  const { compareBefore, compareRange, compareFrom, compareTo } = query
  const isGiven = compareFrom !== undefined || compareTo !== undefined
  const named = compareBefore === undefined ? "compareRange" : "compareBefore"
  if ([isGiven, compareRange !== undefined, compareBefore !== undefined].filter(Boolean).length > 1)
    throw invalid(
      `/${named}`,
      "compareBefore, compareRange, and compareFrom or compareTo are mutually exclusive. Keep one of them.",
    )
  if (compareRange !== undefined) return windowOfRange(compareRange, to, timeZone)
  if (compareBefore === undefined) {
    if (!isGiven) return { from, to }
    const comparedWindow = { from: compareFrom, to: compareTo, bucket, timeZone, range: undefined }
    return resolveWindow(comparedWindow, { from: "compareFrom", to: "compareTo" })
  }
  const [start, end] = [from, to].map((at) => shiftBack(at, periodLength[compareBefore], timeZone))
  if (start === undefined || end === undefined || start >= end) {
    const message = `The days of the window do not exist a ${compareBefore} before. Choose another window or comparison.`
    throw invalid("/compareBefore", message)
  }
  return { from: start, to: end }
}

type GivenWindow = Pick<InsightsQuery, "range" | "from" | "to" | "bucket" | "timeZone">

function resolveWindow(
  { range, bucket, timeZone, ...dates }: GivenWindow,
  names = { from: "from", to: "to" },
): Window {
  if (range !== undefined && dates.from !== undefined)
    throw invalid("/range", "range and from are mutually exclusive. Remove one of them.")
  const dayStart = (day: string, days: number) =>
    startOfDay(Temporal.PlainDate.from(day).add({ days }), timeZone)
  const end = typeof dates.to === "string" ? dayStart(dates.to, 1) : (dates.to ?? new Date())
  const start = typeof dates.from === "string" ? dayStart(dates.from, 0) : dates.from
  const { from, to } =
    range === undefined
      ? { from: start ?? defaultFrom(end, bucket, timeZone), to: end }
      : windowOfRange(range, end, timeZone)
  if (from >= to) throw invalid(`/${names.from}`, `${names.from} must be before ${names.to}.`)
  if (roughPeriodCount(from, to, bucket) > maxBuckets) {
    const message = `The window has more than ${maxBuckets} buckets. Choose a larger bucket or a shorter window.`
    throw invalid("/bucket", message)
  }
  return { from, to }
}

function defaultFrom(to: Date, bucket: BucketSize, timeZone: string): Date {
  return startOfDay(localDate(to, timeZone).subtract(defaultLength[bucket]), timeZone)
}

type Days = { first: Temporal.PlainDate; end: Temporal.PlainDate | null }

/** The local days of each range, relative to the last day; `end` is exclusive, null means up to the instant itself. */
const daysOf: Record<Range, (today: Temporal.PlainDate) => Days> = {
  "7d": (today) => ({ first: today.subtract({ days: 6 }), end: null }),
  "30d": (today) => ({ first: today.subtract({ days: 29 }), end: null }),
  "90d": (today) => ({ first: today.subtract({ days: 89 }), end: null }),
  "1y": (today) => lastYears(today, 1),
  "2y": (today) => lastYears(today, 2),
  "5y": (today) => lastYears(today, 5),
  "this-month": (today) => ({ first: today.with({ day: 1 }), end: null }),
  "last-month": (today) => before(today.with({ day: 1 }), { months: 1 }),
  "this-quarter": (today) => ({ first: firstOfQuarter(today), end: null }),
  "last-quarter": (today) => before(firstOfQuarter(today), { months: 3 }),
  "this-year": (today) => ({ first: today.with({ month: 1, day: 1 }), end: null }),
  "last-year": (today) => before(today.with({ month: 1, day: 1 }), { years: 1 }),
}

/** The window of a range as of an instant: whole local days, the last of them up to the instant. */
function windowOfRange(range: Range, at: Date, timeZone: string): Window {
  const { first, end } = daysOf[range](localDate(new Date(at.getTime() - 1), timeZone))
  return { from: startOfDay(first, timeZone), to: end === null ? at : startOfDay(end, timeZone) }
}

function lastYears(today: Temporal.PlainDate, years: number): Days {
  return { first: today.subtract({ years }).add({ days: 1 }), end: null }
}

function before(end: Temporal.PlainDate, length: Temporal.DurationLike): Days {
  return { first: end.subtract(length), end }
}

function firstOfQuarter(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.with({ month: Math.floor((date.month - 1) / 3) * 3 + 1, day: 1 })
}
