import type { DraftProblems, ReleaseDraft } from "@/components/fleet/releases/form/form-model"
import { ApiError } from "@/lib/web/client/api-error"

/** The names of the form fields in the API. */
const names: Record<keyof ReleaseDraft, string> = {
  releaseName: "releaseName",
  chart: "chartName",
  chartVersion: "chartVersion",
  appVersion: "appVersion",
  values: "valuesOverride",
  timeout: "timeout",
  atomic: "atomic",
  waitForJobs: "waitForJobs",
  forceConflicts: "forceConflicts",
  description: "description",
}

export interface Refusal {
  /** Messages by field. */
  problems: DraftProblems
  /** The message for the value at this pointer into the values. */
  valueProblem: (pointer: string) => string | undefined
  isAboutNoField: boolean
}

/** An API error, mapped to the fields of the form. */
export function readRefusal(error: unknown): Refusal {
  const refused = error instanceof ApiError ? error : null
  const problems: DraftProblems = {}
  for (const [field, name] of Object.entries(names)) {
    const message = refused?.field(name)
    if (message !== undefined && isField(field)) problems[field] = message
  }
  return {
    problems,
    valueProblem: (pointer) => refused?.field(`/valuesOverride${pointer}`),
    isAboutNoField: (refused?.fields.length ?? 0) === 0,
  }
}

function isField(name: string): name is keyof ReleaseDraft {
  return name in names
}
