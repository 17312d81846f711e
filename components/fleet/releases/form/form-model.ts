import { isTimeout, timeoutProblem } from "@/components/fleet/releases/form/draft-fields"
import type { TypedValues } from "@/components/fleet/releases/values/value-fields"
import { ApiError } from "@/lib/web/client/api-error"

export interface ReleaseDraft {
  releaseName: string
  /** `repository/name`; empty until chosen. */
  chart: string
  /** Empty until chosen: a version is never preselected. */
  chartVersion: string
  /** Empty: the chart's app version. */
  appVersion: string
  values: TypedValues
  timeout: string
  atomic: boolean
  waitForJobs: boolean
  /** Upgrades only: take ownership of fields that were changed outside Slipway. */
  forceConflicts: boolean
  description: string
}

export type DraftProblems = Partial<Record<keyof ReleaseDraft, string>>

/** Problems that prevent a request, by field; the server validates everything again. */
export function problemsOf(draft: ReleaseDraft): DraftProblems {
  const problems: DraftProblems = {}
  if (draft.releaseName.trim() === "") problems.releaseName = "Enter a name."
  if (draft.chart === "") problems.chart = "Choose a chart."
  if (draft.chartVersion === "") problems.chartVersion = "Choose a version."
  if (draft.values.values === null) problems.values = "The values are not valid YAML."
  if (!isTimeout(draft.timeout)) problems.timeout = timeoutProblem
  return problems
}

function optionsOf(draft: ReleaseDraft) {
  return {
    chartVersion: draft.chartVersion,
    ...(draft.appVersion.trim() && { appVersion: draft.appVersion.trim() }),
    valuesOverride: draft.values.values ?? {},
    timeout: Number(draft.timeout),
    atomic: draft.atomic,
    waitForJobs: draft.waitForJobs,
    ...(draft.description.trim() && { description: draft.description.trim() }),
  }
}

export function installBody(draft: ReleaseDraft, tenantId: string) {
  return { tenantId, releaseName: draft.releaseName.trim(), chartName: draft.chart, ...optionsOf(draft) }
}

/** The form contains all values, so the release's previous values are not merged. */
export function upgradeBody(draft: ReleaseDraft) {
  const { forceConflicts } = draft
  return { ...optionsOf(draft), valuesMode: "reset" as const, ...(forceConflicts && { forceConflicts }) }
}

const maxName = 53

/** A default name: tenant and chart, truncated to Helm's maximum length. */
export function suggestedName(tenantSlug: string, chartName: string): string {
  const name = `${tenantSlug}-${chartName}`
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, maxName)
  return name.replace(/^-+|-+$/g, "")
}

export function readRejection(error: unknown) {
  const apiError = error instanceof ApiError ? error : null
  return {
    valueProblem: (pointer: string) => apiError?.field(`/valuesOverride${pointer}`),
    isAboutNoField: (apiError?.fields.length ?? 0) === 0,
  }
}
