import type { Actor } from "@/lib/identity/auth/actor"
import { readAnnotations } from "@/lib/ledger/annotations/list-annotations"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { sqlSnapshot } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { maxLimit } from "@/lib/platform/page"
import { splitIntoPeriods, type Window, windowBefore } from "./calendar"
import { type Figures, mainRates, readFigures, type Slot, totalsOf } from "./compute-figures"
import { definitionsFor } from "./definitions"
import { secondsOf } from "./percentile"
import type { InsightsQuery } from "./query-schema"
import { durationBins, truncateAtNow } from "./rates"
import { type Question, resolveComparison, resolveInsightsQuery } from "./resolve-query"
import type { InsightBucket, Insights } from "./schema"

/** The metrics of a window, its buckets and the window before, and of what the query compares it with. */
export async function getInsights(actor: Actor, query: InsightsQuery): Promise<Insights> {
  const question = await resolveInsightsQuery(actor, query)
  const compared = await resolveComparison(actor, query, question)
  const { from, to, application, environment } = question
  const [{ figures, others }, { items: annotations }] = await Promise.all([
    withAnnulled(actor, query.includeAnnulled, () =>
      sqlSnapshot(async () => ({
        figures: await readAll(question),
        others: compared && { question: compared, figures: await readAll(compared) },
      })),
    ),
    readAnnotations(actor, { from, to, limit: maxLimit, application: application ?? undefined }, environment),
  ])
  const now = new Date()
  const before = windowBefore(question)
  return {
    ...selectionOf(question),
    bucket: question.bucket,
    timeZone: question.timeZone,
    definitions: definitionsFor(question.reworkWords),
    ...windowOf(figures, question, now),
    previous: totalsOf(figures, "before", truncateAtNow(before, now), question.timeZone),
    previousBuckets: bucketsOf(figures.slots.before, question, before, now),
    comparison: others && {
      ...selectionOf(others.question),
      ...windowOf(others.figures, others.question, now),
    },
    annotations,
    durationHistogram: durationBins(figures.slots.window.map(({ durations }) => durations)),
    heatMap: Array.from({ length: 7 }, (_, day) => figures.heat.slice(day * 24, (day + 1) * 24)),
  }
}

async function readAll(question: Question): Promise<Figures> {
  const figuresByGroup = await readFigures(question, (lanes) => new Map([["all", lanes]]))
  const figures = figuresByGroup.get("all")
  if (figures === undefined) throw new Error("The figures of all lanes are missing.")
  return figures
}

function selectionOf({ application, environment, from, to }: Question) {
  return { application, environment: environment?.name ?? null, from: toInstant(from), to: toInstant(to) }
}

function windowOf(figures: Figures, question: Question, now: Date) {
  return {
    totals: totalsOf(figures, "window", truncateAtNow(question, now), question.timeZone),
    buckets: bucketsOf(figures.slots.window, question, question, now),
  }
}

function bucketsOf(
  slots: readonly Slot[],
  { bucket, timeZone }: Question,
  { from, to }: Window,
  now: Date,
): InsightBucket[] {
  return splitIntoPeriods(from, to, bucket, timeZone).flatMap(({ start, end }, index) => {
    const slot = slots[index]
    if (slot === undefined) return []
    const duration = secondsOf([slot.durations])
    return {
      start: toInstant(start),
      end: toInstant(end),
      partial: start < from || end > to || end > now,
      reached: slot.reached,
      failed: slot.failed,
      rolledBack: slot.rolledBack,
      ...mainRates(slot),
      durationSeconds: { p50: duration.p50, p90: duration.p90 },
      leadTimeSeconds: { p50: secondsOf([slot.leadTimes]).p50 },
    }
  })
}
