import {
  createParser,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsJson,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server"
import { readValues } from "@/components/fleet/releases/values/values-text"
import { isBakeText, readBake } from "@/components/fleet/rollouts/wizard/bake-text"
import { everyone, readWaves } from "@/components/fleet/rollouts/wizard/waves"
import type { MaxFailures, PreviewRollout } from "@/lib/fleet/rollouts/schema"

/** `none`, a number, or a percentage: as typed, so also half of one. */
const failuresText = createParser({
  parse: (text) => (/^(none|\d*%?)$/.test(text) ? text : null),
  serialize: (text: string) => text,
})

const bakeText = createParser({
  parse: (text) => (isBakeText(text) ? text : null),
  serialize: (text: string) => text,
})

/** The wizard as it stands in the URL. Values are not among it, for they may be secret. */
export const draftParsers = {
  step: parseAsStringLiteral(["plan", "preview"]).withDefault("plan"),
  chart: parseAsString.withDefault(""),
  version: parseAsString.withDefault(""),
  releases: parseAsArrayOf(parseAsString),
  waves: parseAsJson(readWaves).withDefault([everyone]),
  concurrency: parseAsString.withDefault("1"),
  // Safe until somebody asks for less: it stops at the first failure, watches each wave, and moves no major version.
  bake: bakeText.withDefault("10m"),
  failures: failuresText.withDefault("0"),
  atomic: parseAsBoolean.withDefault(true),
  jobs: parseAsBoolean.withDefault(false),
  timeout: parseAsString.withDefault("300"),
  skipMajor: parseAsBoolean.withDefault(true),
  skipFailed: parseAsBoolean.withDefault(false),
  skipOutOfBand: parseAsBoolean.withDefault(false),
  leaveOut: parseAsArrayOf(parseAsString).withDefault([]),
  note: parseAsString.withDefault(""),
}

/** What stands in the URL and, as YAML, the values. */
export type Draft = inferParserType<typeof draftParsers> & { values: string }

export type DraftField =
  | "chart"
  | "version"
  | "waves"
  | "concurrency"
  | "bake"
  | "failures"
  | "timeout"
  | "values"
  | "note"
export type DraftProblems = Partial<Record<DraftField, string>>

const maxConcurrency = 50
const maxBakeSeconds = 604_800
const maxTimeoutSeconds = 3600

/** What keeps the draft from being asked about, in words, at its fields; the server checks everything again. */
export function problemsOf(draft: Draft): DraftProblems {
  const problems: DraftProblems = {}
  if (draft.chart === "") problems.chart = "Choose a chart."
  if (draft.version === "") problems.version = "Choose a version."
  if (!isWhole(draft.concurrency, 1, maxConcurrency)) {
    problems.concurrency = `A whole number, from 1 to ${maxConcurrency}.`
  }
  const bake = readBake(draft.bake).seconds
  if (bake === null || bake > maxBakeSeconds) problems.bake = "A whole number, at most 7 days."
  if (draft.failures !== "none" && readFailures(draft.failures) === null) {
    problems.failures = draft.failures.endsWith("%") ? "A whole number, from 0 to 100." : "A whole number."
  }
  if (!isWhole(draft.timeout, 1, maxTimeoutSeconds)) {
    problems.timeout = `Whole seconds, from 1 to ${maxTimeoutSeconds}.`
  }
  if (readValues(draft.values).values === null) problems.values = "The YAML of the values cannot be read."
  return problems
}

/** The threshold that was typed; null where there is none, or not a whole one yet. */
export function readFailures(text: string): MaxFailures | null {
  if (text.endsWith("%")) return isWhole(text.slice(0, -1), 0, 100) ? `${Number(text.slice(0, -1))}%` : null
  return isWhole(text, 0, 100_000) ? Number(text) : null
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
}

/** The draft as the API takes it, of a preview as of a start; null while something is missing. */
export function bodyOf(draft: Draft): PreviewRollout | null {
  if (Object.keys(problemsOf(draft)).length > 0) return null
  const maxFailures = readFailures(draft.failures)
  return {
    chartName: draft.chart,
    targetVersion: draft.version,
    concurrency: Number(draft.concurrency),
    waves: draft.waves,
    bakeSeconds: readBake(draft.bake).seconds ?? 0,
    ...(maxFailures !== null && { maxFailures }),
    valuesOverride: readJson(draft.values),
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
    ...(draft.releases !== null && draft.releases.length > 0 && { releases: draft.releases }),
    ...(draft.note.trim() && { description: draft.note.trim() }),
  }
}

// What YAML can write and JSON cannot, such as a date, becomes what JSON makes of it.
function readJson(text: string): PreviewRollout["valuesOverride"] {
  return JSON.parse(JSON.stringify(readValues(text).values ?? {}))
}
