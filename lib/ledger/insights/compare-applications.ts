import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { sqlSnapshot } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import { toInstant } from "@/lib/platform/instant"
import { roughPeriodCount, windowBefore } from "./calendar"
import { readFigures, totalsOf } from "./compute-figures"
import type { ApplicationInsightsQuery } from "./query-schema"
import { truncateAtNow } from "./rates"
import { type Question, resolveComparison, resolveInsightsQuery } from "./resolve-query"
import type { ApplicationInsights } from "./schema"

/** Each application has counts for every bucket. */
const maxBuckets = 120

/** The metrics of each application, in one pass over the records of each window. 422 for an invalid window. */
export async function compareApplications(
  actor: Actor,
  query: ApplicationInsightsQuery,
): Promise<ApplicationInsights> {
  const question = await resolveInsightsQuery(actor, query)
  const compared = await resolveComparison(actor, query, question)
  const { bucket, timeZone } = question
  if (roughPeriodCount(question.from, question.to, bucket) > maxBuckets) {
    const message = `The trend has more than ${maxBuckets} buckets. Choose a larger bucket or a shorter window.`
    throw invalid("/bucket", message)
  }
  const [figures, others] = await withAnnulled(actor, query.includeAnnulled, () =>
    sqlSnapshot(async () => [await readAll(question), compared && (await readAll(compared))]),
  )
  const now = new Date()
  const window = truncateAtNow(question, now)
  const before = truncateAtNow(windowBefore(question), now)
  const applications = [...figures].flatMap(([application, applicationFigures]) => {
    const totals = totalsOf(applicationFigures, "window", window, timeZone)
    const previous = totalsOf(applicationFigures, "before", before, timeZone)
    const other = others?.get(application)
    const comparison =
      compared && other ? totalsOf(other, "window", truncateAtNow(compared, now), timeZone) : null
    const isUsed = [totals, previous, comparison].some(
      (one) => one !== null && one.reached + one.failed + one.pending > 0,
    )
    const trend = applicationFigures.slots.window.map(({ reached }) => reached)
    return isUsed ? [{ application, totals, previous, comparison, trend }] : []
  })
  applications.sort((a, b) => (a.application < b.application ? -1 : 1))
  return {
    ...selectionOf(question),
    bucket,
    timeZone,
    comparison: compared && selectionOf(compared),
    applications,
  }
}

function readAll(question: Question) {
  return readFigures(question, (lanes) => Map.groupBy(lanes, ({ application }) => application))
}

function selectionOf({ environment, from, to }: Question) {
  return { environment: environment?.name ?? null, from: toInstant(from), to: toInstant(to) }
}
