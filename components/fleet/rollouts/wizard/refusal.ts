import type { DraftField, DraftProblems } from "@/components/fleet/rollouts/wizard/draft"
import { ApiError, type FieldProblem } from "@/lib/web/client/api-error"

/** What the API calls the fields of the wizard. */
const names: Record<DraftField, string> = {
  chart: "/chartName",
  version: "/targetVersion",
  waves: "/waves",
  concurrency: "/concurrency",
  bake: "/bakeSeconds",
  failures: "/maxFailures",
  timeout: "/timeout",
  values: "/valuesOverride",
  note: "/description",
}

export interface Refusal {
  /** Messages at the fields they are about; that of `waves` is about none of them alone. */
  problems: DraftProblems
  /** By the place of the wave. */
  waves: Readonly<Record<number, string>>
  /** The message about the value at this pointer into the values. */
  valueProblem: (pointer: string) => string | undefined
  isAboutNoField: boolean
}

/** Why the API refused, sorted to the fields of the wizard. */
export function readRefusal(error: unknown): Refusal {
  const fields = error instanceof ApiError ? error.fields : []
  const problems: DraftProblems = {}
  for (const [field, pointer] of Object.entries(names)) {
    const about = (at: FieldProblem) =>
      at.pointer === pointer || (field !== "waves" && at.pointer.startsWith(`${pointer}/`))
    const message = fields.find(about)?.message
    if (message !== undefined && isField(field)) problems[field] = message
  }
  const waves: Record<number, string> = {}
  for (const { pointer, message } of fields) {
    const [, place] = /^\/waves\/(\d+)/.exec(pointer) ?? []
    if (place !== undefined) waves[Number(place)] ??= message
  }
  return {
    problems,
    waves,
    valueProblem: (pointer) => fields.find((at) => at.pointer === `/valuesOverride${pointer}`)?.message,
    isAboutNoField: Object.keys(problems).length === 0 && Object.keys(waves).length === 0,
  }
}

function isField(name: string): name is DraftField {
  return name in names
}
