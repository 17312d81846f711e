import type { DraftField, DraftProblems } from "@/components/fleet/rollouts/wizard/draft"
import { ApiError, type FieldProblem } from "@/lib/web/client/api-error"

/** The names of the wizard fields in the API. */
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
  /** Messages by field; that of `waves` concerns no single wave. */
  problems: DraftProblems
  /** By the index of the wave. */
  waves: Readonly<Record<number, string>>
  /** The message for the value at this pointer into the values. */
  valueProblem: (pointer: string) => string | undefined
  isAboutNoField: boolean
}

/** An API error, mapped to the fields of the wizard. */
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
