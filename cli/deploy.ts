import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { type Command, type Context, command, type Environment, type Result, UsageError } from "@/cli/command"
import { detectPipeline, type Pipeline } from "@/cli/detect-pipeline"
import { api, pages } from "@/lib/platform/paths"
import type { BodyOf } from "@/lib/web/client/request"

type Report = BodyOf<"/api/v1/platform/deployments", "POST">
type Status = NonNullable<Report["status"]>

export const targetOptions = {
  environment: { value: "NAME", help: "The environment. Default: SLIPWAY_ENVIRONMENT." },
  application: {
    value: "NAME",
    help: "The application. Default: SLIPWAY_APPLICATION, else the whole platform.",
  },
  tag: { value: "TAG", help: "The image tag. Default: SLIPWAY_IMAGE_TAG, else the git tag of the pipeline." },
} as const

const options = {
  ...targetOptions,
  id: {
    value: "ID",
    help: "Identifies the deployment, the same at start and end. Default: from the CI run.",
  },
  attempt: { value: "N", help: "The attempt of that id. Default: from the CI run." },
  commit: { value: "SHA", help: "The git commit. Default: from the CI run." },
  branch: { value: "NAME", help: "The git branch. Default: from the CI run." },
  "committed-at": { value: "TIME", help: "When the commit was created. Default: from the CI run or git." },
  "run-url": { value: "URL", help: "The URL of the run. Default: from the CI run." },
  "initiated-by": { value: "NAME", help: "Who started it. Default: from the CI run." },
  digest: { value: "sha256:…", help: "The digest of the image." },
  registry: { value: "HOST", help: "The registry of the image." },
  "chart-version": { value: "VERSION", help: "The Helm chart version that is deployed." },
  service: { value: "NAME=VERSION", multiple: true, help: "The version of one service. Repeatable." },
  notes: { value: "TEXT", help: "A note." },
} as const

type Values = Partial<Record<Exclude<keyof typeof options, "service">, string>> & { service: string[] }

const sameDeploymentMessage =
  "Start and end must name the same deployment: the same environment, application and tag, or the same --id."

export const deployCommands: Record<string, Command> = {
  "deploy start": command({
    summary: "Record that a deployment has started (PENDING).",
    options,
    notes: sameDeploymentMessage,
    run: (context, { values }) => record(context, values, { status: "PENDING" }),
  }),
  "deploy finish": command({
    summary: "Record that a deployment has ended: DEPLOYED, unless --outcome says otherwise.",
    options: {
      ...options,
      outcome: {
        value: "WORD",
        help: "The job status as the CI system names it, such as success, failed, cancelled or an exit code.",
      },
    },
    notes: sameDeploymentMessage,
    run: (context, { values }) => {
      const { outcome, ...rest } = values
      return end(context, rest, outcome === undefined ? "DEPLOYED" : parseOutcome(outcome))
    },
  }),
  "deploy fail": command({
    summary: "Record that a deployment has failed (FAILED).",
    options,
    notes: sameDeploymentMessage,
    run: (context, { values }) => end(context, values, "FAILED"),
  }),
  "deploy cancel": command({
    summary: "Record that a deployment was cancelled (FAILED, with a note).",
    options,
    notes: sameDeploymentMessage,
    run: (context, { values }) => end(context, values, "CANCELLED"),
  }),
  "deploy record": command({
    summary: "Record a completed deployment in one message.",
    options: {
      ...options,
      status: { value: "STATUS", help: "DEPLOYED (default), FAILED, PENDING or ROLLED_BACK." },
      "deployed-at": { value: "TIME", help: "When it started. Default: now." },
      "completed-at": { value: "TIME", help: "When it ended. Default: now." },
    },
    run: (context, { values }) => {
      const { status, "deployed-at": deployedAt, "completed-at": completedAt, ...rest } = values
      const matched = statuses.find((candidate) => candidate === (status ?? "DEPLOYED"))
      if (matched === undefined) throw new UsageError(`--status must be one of ${statuses.join(", ")}.`)
      return record(context, rest, { status: matched, deployedAt, completedAt }, true)
    },
  }),
}

const statuses: readonly Status[] = ["DEPLOYED", "FAILED", "PENDING", "ROLLED_BACK"]

type Outcome = "DEPLOYED" | "FAILED" | "CANCELLED"

const outcomes: readonly [RegExp, Outcome][] = [
  [/^(0|success|succeeded|successful|succeeded.?with.?issues|passed|unstable)$/i, "DEPLOYED"],
  [/^(cancel(l?ed|l?ing)?|abort(ed)?|not.built|skipped)$/i, "CANCELLED"],
  [/^([1-9]\d*|fail(ed|ure)?|error(ed)?|timed?.?out)$/i, "FAILED"],
]

/** The outcome for a CI system's job status. */
function parseOutcome(outcome: string): Outcome {
  const match = outcomes.find(([pattern]) => pattern.test(outcome.trim()))
  if (match === undefined)
    throw new UsageError(`--outcome does not know "${outcome}". Use success, failed or cancelled.`)
  return match[1]
}

function end(context: Context, values: Values, outcome: Outcome): Promise<Result> {
  if (outcome !== "CANCELLED") return record(context, values, { status: outcome })
  return record(context, { ...values, notes: values.notes ?? "Cancelled." }, { status: "FAILED" })
}

type SentReport = Required<Pick<Report, "status">> & Pick<Report, "deployedAt" | "completedAt">

/** `isWhole`: this is the only message for the deployment, so it needs no id. */
async function record(context: Context, values: Values, sent: SentReport, isWhole = false): Promise<Result> {
  const { client, env } = context
  const report = { ...readReport(values, env), ...sent }
  if (report.externalId === undefined && !isWhole)
    throw new UsageError("--id is missing: this is not a run of a CI system that Slipway knows.")
  const committedAt = report.committedAt ?? (await commitTime(report.gitCommit))
  const response = await client.request(api("/platform/deployments"), {
    method: "POST",
    body: { ...report, committedAt },
  })
  const { application, imageTag, environment, status } = response
  const attempt = response.attempt > 1 ? ` (attempt ${response.attempt})` : ""
  const page = client.pageUrl(pages.deployment(response.id))
  return {
    lines: [`${application} ${imageTag} in ${environment} is ${status}${attempt}: ${page}`],
    data: response,
  }
}

export function readTarget(
  values: { environment?: string; application?: string; tag?: string },
  env: Environment,
  pipeline = detectPipeline(env),
) {
  return {
    environment: values.environment || env.SLIPWAY_ENVIRONMENT || undefined,
    application: values.application || env.SLIPWAY_APPLICATION || undefined,
    imageTag: values.tag || env.SLIPWAY_IMAGE_TAG || pipeline?.tag,
  }
}

/** Throws a UsageError that names what is missing. */
export function requireTarget(target: ReturnType<typeof readTarget>) {
  const { environment, imageTag } = target
  const missing = [
    ...(environment === undefined ? ["--environment"] : []),
    ...(imageTag === undefined ? ["--tag"] : []),
  ]
  if (environment === undefined || imageTag === undefined) {
    throw new UsageError(`${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing.`)
  }
  return { ...target, environment, imageTag }
}

function readReport(values: Values, env: Environment): Report {
  const pipeline = detectPipeline(env)
  const { environment, application, imageTag } = requireTarget(readTarget(values, env, pipeline))
  const services = values.service.map(parseService)
  // The attempt of the run does not apply to an id chosen by the caller.
  const detected = values.id ? undefined : pipeline?.attempt
  return {
    environment,
    application,
    imageTag,
    externalId: values.id ?? idOf(pipeline, [application, environment, imageTag]),
    attempt: values.attempt === undefined ? detected : parseAttempt(values.attempt),
    gitCommit: values.commit ?? pipeline?.commit,
    gitBranch: values.branch ?? pipeline?.branch,
    committedAt: values["committed-at"] ?? pipeline?.committedAt,
    runUrl: values["run-url"] ?? pipeline?.runUrl,
    initiatedBy: values["initiated-by"] ?? pipeline?.initiatedBy,
    artifactDigest: values.digest,
    acrRegistry: values.registry,
    helmChartVersion: values["chart-version"],
    serviceVersions: services.length === 0 ? undefined : Object.fromEntries(services),
    notes: values.notes,
  }
}

const maxIdLength = 255

/** One run may deploy several applications to several environments, such as the jobs of a matrix. */
function idOf(pipeline: Pipeline | null, parts: readonly (string | undefined)[]): string | undefined {
  if (!pipeline?.run) return undefined
  const id = [pipeline.run, ...parts.filter((part) => part !== undefined)].join("/")
  if (id.length <= maxIdLength) return id
  return `${id.slice(0, 180)}…${createHash("sha256").update(id).digest("hex")}`
}

function parseAttempt(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError("--attempt must be a number from 1.")
  return Number(text)
}

function parseService(text: string): [string, string] {
  const at = text.indexOf("=")
  if (at < 1 || at === text.length - 1) throw new UsageError(`--service must be NAME=VERSION, not "${text}".`)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** When the commit was created, if it is in this checkout; lead time is measured from then. */
async function commitTime(commit: string | null | undefined): Promise<string | undefined> {
  if (commit === null || commit === undefined) return undefined
  const args = ["show", "--no-patch", "--format=%cI", `${commit}^{commit}`]
  const time = await promisify(execFile)("git", args, { timeout: 5_000 }).then(
    ({ stdout }) => stdout.trim(),
    String,
  )
  return /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)$/.test(time) ? time : undefined
}
