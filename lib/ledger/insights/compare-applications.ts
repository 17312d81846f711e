import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { invalid } from "@/lib/platform/errors"
import { toInstant } from "@/lib/platform/instant"
import { roughPeriodCount, windowBefore } from "./calendar"
import { untilNow } from "./figures"
import type { ApplicationInsightsQuery } from "./query-schema"
import { readFigures, totalsOf } from "./read-figures"
import { resolveInsightsQuery } from "./resolve-query"
import type { ApplicationInsights } from "./schema"

/** Each application has counts for every bucket. */
const maxBuckets = 120

/** The metrics of each application side by side, in one pass over the records of all. Throws a 422 for an invalid window. */
export async function compareApplications(
  actor: Actor,
  query: ApplicationInsightsQuery,
): Promise<ApplicationInsights> {
  const question = await resolveInsightsQuery(actor, query)
  const { from, to, bucket, timeZone, environment } = question
  if (roughPeriodCount(from, to, bucket) > maxBuckets) {
    const message = `The trend has more than ${maxBuckets} buckets. Choose a larger bucket or a shorter window.`
    throw invalid("/bucket", message)
  }
  const figures = await withAnnulled(actor, query.includeAnnulled, () =>
    readFigures(question, (known) => Map.groupBy(known, ({ application }) => application)),
  )
  const now = new Date()
  const [window, before] = [untilNow(question, now), untilNow(windowBefore(question), now)]
  const applications = [...figures].flatMap(([application, of]) => {
    const totals = totalsOf(of, "window", window, timeZone)
    const previous = totalsOf(of, "before", before, timeZone)
    const isUsed = [totals, previous].some((one) => one.reached + one.failed + one.pending > 0)
    const trend = of.slots.window.map(({ reached }) => reached)
    return isUsed ? [{ application, totals, previous, trend }] : []
  })
  applications.sort((a, b) => (a.application < b.application ? -1 : 1))
  return { environment, from: toInstant(from), to: toInstant(to), bucket, timeZone, applications }
}
