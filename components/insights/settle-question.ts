import type { InsightFilter, InsightQuestion } from "@/components/insights/insights-query"
import { fittingBucket } from "@/components/insights/window"
import { defaultApplication } from "@/lib/deployments/default-application"

export type Choices = {
  applications: readonly string[]
  /** In rank order. */
  environments: readonly { name: string; production: boolean }[]
}

/** What stands in the address for "all of them": metrics are not blended unless somebody asks. */
export const all = "*"

/** One application in its production environment, unless the address says otherwise. */
export function settleQuestion(filter: InsightFilter, choices: Choices, now: Date): InsightQuestion {
  const { applications, environments } = choices
  const application =
    filter.application ??
    (applications.includes(defaultApplication) ? defaultApplication : (applications[0] ?? all))
  const production = environments.find((environment) => environment.production) ?? environments.at(-1)
  const environment = filter.environment ?? production?.name ?? all
  const { range, from, to } = filter
  const timeZone = filter.timeZone ?? "UTC"
  return {
    application: application === all ? "" : application,
    environment: environment === all ? "" : environment,
    range,
    from,
    to,
    timeZone,
    bucket: filter.bucket ?? fittingBucket({ range, from, to, timeZone }, now),
  }
}
