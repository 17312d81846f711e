import {
  createParser,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsJson,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server"
import { isTimeout, isWhole, timeoutProblem } from "@/components/fleet/releases/form/draft-fields"
import type { TypedValues } from "@/components/fleet/releases/values/value-fields"
import { keptVersion } from "@/components/fleet/rollouts/rollout-labels"
import { everyone, readWaves } from "@/components/fleet/rollouts/wizard/waves"
import type { MaxFailures, PreviewRollout } from "@/lib/fleet/rollouts/schema"
import { ApiError } from "@/lib/web/client/api-error"

const bakeUnits = { s: 1, m: 60, h: 3600, d: 86_400 } as const
export type BakeUnit = keyof typeof bakeUnits

function isUnit(letter: string): letter is BakeUnit {
  return letter in bakeUnits
}

/** The number and the unit of a bake time; `seconds` is null while the number is missing. */
export function readBake(text: string): { amount: string; unit: BakeUnit; seconds: number | null } {
  const amount = text.slice(0, -1)
  const letter = text.slice(-1)
  const unit = isUnit(letter) ? letter : "m"
  return { amount, unit, seconds: amount === "" ? null : Number(amount) * bakeUnits[unit] }
}

/** Input that may be incomplete. */
const textMatching = (pattern: RegExp) =>
  createParser({
    parse: (text) => (pattern.test(text) ? text : null),
    serialize: (text: string) => text,
  })

/** The state of the wizard, as stored in the URL. Values are excluded, as they may be secret. */
export const draftParsers = {
  step: parseAsStringLiteral(["plan", "preview"]).withDefault("plan"),
  chart: parseAsString.withDefault(""),
  version: parseAsString.withDefault(""),
  /** The path of the only value to change. */
  set: parseAsString.withDefault(""),
  /** Whether that value is reset to the chart's default instead of set. */
  reset: parseAsBoolean.withDefault(false),
  /** The only releases to upgrade; empty: all of the chart. */
  releases: parseAsArrayOf(parseAsString).withDefault([]),
  waves: parseAsJson(readWaves).withDefault([everyone]),
  concurrency: parseAsString.withDefault("1"),
  // Safe defaults: stops at the first failure, watches each wave, and skips major versions.
  /** `10m`, `2h`. */
  bake: textMatching(/^\d*[smhd]$/).withDefault("10m"),
  /** `none`, a number, or a percentage. */
  failures: textMatching(/^(none|\d*%?)$/).withDefault("0"),
  atomic: parseAsBoolean.withDefault(true),
  jobs: parseAsBoolean.withDefault(false),
  timeout: parseAsString.withDefault("300"),
  skipMajor: parseAsBoolean.withDefault(true),
  skipFailed: parseAsBoolean.withDefault(false),
  skipOutOfBand: parseAsBoolean.withDefault(false),
  leaveOut: parseAsArrayOf(parseAsString).withDefault([]),
  note: parseAsString.withDefault(""),
}

export type Draft = inferParserType<typeof draftParsers> & { values: TypedValues }

export type DraftProblems = Partial<Record<keyof Draft, string>>

export interface DraftState {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
}

export interface SectionProps extends DraftState {
  problems: DraftProblems
}

const maxConcurrency = 50
const maxBakeSeconds = 604_800

/** Problems that prevent a request, by field; the server validates everything again. */
export function problemsOf(draft: Draft): DraftProblems {
  const problems: DraftProblems = {}
  if (draft.chart === "") problems.chart = "Choose a chart."
  if (draft.version === "") problems.version = "Choose a version."
  if (!isWhole(draft.concurrency, 1, maxConcurrency)) {
    problems.concurrency = `Enter a whole number from 1 to ${maxConcurrency}.`
  }
  const bake = readBake(draft.bake).seconds
  if (bake === null || bake > maxBakeSeconds) problems.bake = "Enter a whole number, at most 7 days."
  if (draft.failures !== "none" && readFailures(draft.failures) === null) {
    problems.failures = draft.failures.endsWith("%")
      ? "Enter a whole number from 0 to 100."
      : "Enter a whole number."
  }
  if (!isTimeout(draft.timeout)) problems.timeout = timeoutProblem
  const { values } = draft.values
  if (isReset(draft)) return problems
  if (values === null) problems.values = "The values are not valid YAML."
  else if (draft.set !== "" || draft.version === keptVersion) {
    if (Object.keys(values).length === 0) problems.values = "Enter the new value."
  }
  return problems
}

/** The only change is that a value is reset. */
export function isReset({ set, reset }: Pick<Draft, "set" | "reset">): boolean {
  return set !== "" && reset
}

/** What must be entered before there can be a plan. */
export function missingLabel(draft: Draft): string | null {
  if (draft.chart === "" || draft.version === "")
    return "Choose a chart and a target version to see which releases would be upgraded."
  const isMissing = draft.values.text === "" && problemsOf(draft).values !== undefined
  return isMissing ? "Enter the new value to see which releases would be changed." : null
}

/** The threshold; null when there is none or the input is incomplete. */
export function readFailures(text: string): MaxFailures | null {
  if (text.endsWith("%")) return isWhole(text.slice(0, -1), 0, 100) ? `${Number(text.slice(0, -1))}%` : null
  return isWhole(text, 0, 100_000) ? Number(text) : null
}

/** The draft as the request body of a preview or start; null while something is missing. */
export function bodyOf(draft: Draft): PreviewRollout | null {
  if (Object.keys(problemsOf(draft)).length > 0) return null
  const maxFailures = readFailures(draft.failures)
  return {
    chartName: draft.chart,
    ...(draft.version !== keptVersion && { targetVersion: draft.version }),
    concurrency: Number(draft.concurrency),
    waves: draft.waves,
    bakeSeconds: readBake(draft.bake).seconds ?? 0,
    ...(maxFailures !== null && { maxFailures }),
    valuesOverride: isReset(draft) ? {} : toJson(draft.values),
    valuesReset: isReset(draft) ? [draft.set] : [],
    timeout: Number(draft.timeout),
    atomic: draft.atomic,
    waitForJobs: draft.jobs,
    skip: {
      tenants: [],
      releases: draft.leaveOut,
      majorJumps: draft.skipMajor,
      failed: draft.skipFailed,
      outOfBand: draft.skipOutOfBand,
    },
    ...(draft.releases.length > 0 && { releases: draft.releases }),
    ...(draft.note.trim() && { description: draft.note.trim() }),
  }
}

// YAML values that JSON cannot represent, such as dates, are converted as JSON.stringify does.
function toJson({ values }: TypedValues): PreviewRollout["valuesOverride"] {
  return JSON.parse(JSON.stringify(values ?? {}))
}

/** The fields of the API by the name of their message. */
const apiNames: Partial<Record<keyof Draft, string>> = {
  chart: "chartName",
  version: "targetVersion",
  concurrency: "concurrency",
  bake: "bakeSeconds",
  failures: "maxFailures",
  timeout: "timeout",
  values: "valuesOverride",
  note: "description",
}

/** The messages of an API error by field; those of `problems.waves` concern no single wave. */
export function readRejection(error: unknown) {
  const fields = error instanceof ApiError ? error.fields : []
  const wavesError = fields.find(({ pointer }) => pointer === "/waves")?.message
  const fieldErrors = Object.entries(apiNames).flatMap(([field, name]) => {
    const fieldError = fields.find(({ pointer }) => `${pointer}/`.startsWith(`/${name}/`))
    return fieldError === undefined ? [] : [[field, fieldError.message]]
  })
  const problems: DraftProblems = {
    ...Object.fromEntries(fieldErrors),
    ...(wavesError && { waves: wavesError }),
  }
  /** Keyed by the index of the wave. */
  const waves: Record<number, string> = {}
  for (const { pointer, message } of fields) {
    const [, index] = /^\/waves\/(\d+)/.exec(pointer) ?? []
    if (index !== undefined) waves[Number(index)] ??= message
  }
  return {
    problems,
    waves,
    valueProblem: (pointer: string) =>
      fields.find((at) => at.pointer === `/valuesOverride${pointer}`)?.message,
    isAboutNoField: Object.keys(problems).length === 0 && Object.keys(waves).length === 0,
  }
}
