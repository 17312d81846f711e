import type { InsightFilter, InsightQuestion } from "@/components/ledger/insights/insights-query"
import { fittingBucket } from "@/components/ledger/insights/window"
import { everyApplication } from "@/lib/ledger/deployments/every-application"

export type Choices = {
  applications: readonly string[]
  /** In promotion order. */
  environments: readonly string[]
  /** The application shown if the URL names none; empty: all. */
  usualApplication: string
  usualEnvironment: string
}

/** Defaults to one application in its production environment. */
export function resolveInsightsQuery(
  filter: InsightFilter,
  { usualApplication, usualEnvironment }: Choices,
  viewerZone: string,
  now: Date,
): InsightQuestion {
  const application = filter.application ?? usualApplication
  const environment = filter.environment ?? usualEnvironment
  const { range, from, to, includeAnnulled } = filter
  const at = filter.at?.toISOString() ?? null
  return {
    application: application === everyApplication ? "" : application,
    environment: environment === everyApplication ? "" : environment,
    range,
    from,
    to,
    at,
    includeAnnulled,
    timeZone: filter.timeZone ?? viewerZone,
    bucket: filter.bucket ?? fittingBucket({ range, from, to }, now),
  }
}
