import { readValues } from "@/components/fleet/releases/values/values-text"

/** What the form of an install or upgrade holds; text as it was typed. */
export interface ReleaseDraft {
  releaseName: string
  /** `repository/name`; empty until chosen. */
  chart: string
  /** Empty until chosen: a version is never chosen for anybody. */
  chartVersion: string
  /** Empty: the chart's own. */
  appVersion: string
  /** YAML. */
  values: string
  timeout: string
  atomic: boolean
  waitForJobs: boolean
  /** Of an upgrade: take over fields that were changed outside. */
  forceConflicts: boolean
  description: string
}

export type DraftProblems = Partial<Record<keyof ReleaseDraft, string>>

const maxSeconds = 3600

/** What keeps the draft from being asked about, in words, at its fields; the server checks everything again. */
export function problemsOf(draft: ReleaseDraft): DraftProblems {
  const problems: DraftProblems = {}
  if (draft.releaseName.trim() === "") problems.releaseName = "A release needs a name."
  if (draft.chart === "") problems.chart = "Choose a chart."
  if (draft.chartVersion === "") problems.chartVersion = "Choose a version."
  if (readValues(draft.values).values === null) problems.values = "The YAML of the values cannot be read."
  const seconds = Number(draft.timeout)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > maxSeconds) {
    problems.timeout = `Whole seconds, from 1 to ${maxSeconds}.`
  }
  return problems
}

/** The part that install and upgrade have in common, as the API takes it. */
export function optionsOf(draft: ReleaseDraft) {
  return {
    chartVersion: draft.chartVersion,
    ...(draft.appVersion.trim() && { appVersion: draft.appVersion.trim() }),
    valuesOverride: readValues(draft.values).values ?? {},
    timeout: Number(draft.timeout),
    atomic: draft.atomic,
    waitForJobs: draft.waitForJobs,
    ...(draft.description.trim() && { description: draft.description.trim() }),
  }
}

export function installBody(draft: ReleaseDraft, tenantId: string) {
  return { tenantId, releaseName: draft.releaseName.trim(), chartName: draft.chart, ...optionsOf(draft) }
}

/** The form holds all of the values, so nothing of the release's former ones is laid under them. */
export function upgradeBody(draft: ReleaseDraft) {
  const { forceConflicts } = draft
  return { ...optionsOf(draft), valuesMode: "reset" as const, ...(forceConflicts && { forceConflicts }) }
}

const maxName = 53

/** A name to begin with: the tenant and the chart, cut as Helm needs it. */
export function suggestedName(tenantSlug: string, chartName: string): string {
  const name = `${tenantSlug}-${chartName}`
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, maxName)
  return name.replace(/^-+|-+$/g, "")
}
