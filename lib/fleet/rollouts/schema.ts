import { z } from "zod"
import { chartReference } from "@/lib/fleet/charts/schema"
import { causeSchema } from "@/lib/fleet/operations/cause"
import { previewDigestSchema } from "@/lib/fleet/releases/preview-digest"
import { defaultTimeoutSeconds, reasonText, valuesReset } from "@/lib/fleet/releases/schema"
import { valueAtSchema } from "@/lib/fleet/values/schema"
import { apiObject } from "@/lib/platform/api-object"
import { displayName } from "@/lib/platform/display-name"
import { instantText } from "@/lib/platform/instant-schema"
import { jsonValuesSchema } from "@/lib/platform/json-values"
import { pageQuery } from "@/lib/platform/page"
import { versionParts } from "@/lib/platform/semver/tag"
import { exactVersion } from "@/lib/policy/names"

/** RUNNING includes baking a wave; ABORTED, COMPLETED and ROLLED_BACK are final. */
export const rolloutStates = [
  "RUNNING",
  "PAUSED",
  "COMPLETED",
  "ABORTED",
  "ROLLING_BACK",
  "ROLLED_BACK",
] as const
const rolloutStateSchema = z.enum(rolloutStates)
export type RolloutState = z.infer<typeof rolloutStateSchema>

const rolloutActions = ["pause", "resume", "abort", "rollback"] as const
export type RolloutAction = (typeof rolloutActions)[number]

export const waveStates = ["PENDING", "RUNNING", "BAKING", "DONE"] as const
const waveStateSchema = z.enum(waveStates)
export type WaveState = z.infer<typeof waveStateSchema>

const rolloutReleaseStates = ["PENDING", "RUNNING", "SUCCEEDED", "FAILED", "SKIPPED", "ROLLED_BACK"] as const
const rolloutReleaseStateSchema = z.enum(rolloutReleaseStates)
export type RolloutReleaseState = z.infer<typeof rolloutReleaseStateSchema>

/** The largest part of the version that increases. */
export const versionJumpSchema = z.enum(versionParts)

/** Why a release is skipped, in the order in which the reasons are checked. */
export const skipReasons = [
  "not_chosen",
  "up_to_date",
  "not_installed",
  "tenant_suspended",
  "quarantined",
  "change_running",
  "in_no_wave",
  "excluded",
  "major_jump",
  "failed_before",
  "out_of_band",
  "aborted",
  "changed_meanwhile",
] as const
export const skipReasonSchema = z.enum(skipReasons)
export type SkipReason = z.infer<typeof skipReasonSchema>

export const maxConcurrency = 50
export const maxWaves = 20

const selector = z
  .record(z.string().min(1).max(63), z.string().max(255))
  .meta({ description: "Tags that a tenant must have, all of them; `{}` matches all remaining tenants." })

const waveSchema = z.strictObject({ name: displayName(100), selector }).meta({ id: "RolloutWave" })
export type Wave = z.infer<typeof waveSchema>

export const maxFailuresSchema = z
  .union([
    z.int().min(0).max(100_000),
    z.string().regex(/^(100|[1-9]?\d)%$/, 'Must be an integer or a percentage such as "10%".'),
  ])
  .meta({
    description:
      "The rollout pauses when more releases fail: a number, or a percentage of the planned upgrades. If omitted, failures never pause it.",
  })
export type MaxFailures = z.infer<typeof maxFailuresSchema>

const skipRulesSchema = apiObject("RolloutSkipRules", {
  tenants: z.array(z.uuid()).max(1_000).default([]).meta({ description: "Skip these tenants." }),
  releases: z.array(z.uuid()).max(1_000).default([]).meta({ description: "Skip these releases." }),
  majorJumps: z
    .boolean()
    .default(false)
    .meta({ description: "Skip releases whose major version would change." }),
  failed: z.boolean().default(false).meta({ description: "Skip releases whose last change failed." }),
  outOfBand: z
    .boolean()
    .default(false)
    .meta({ description: "Skip releases whose last revision was created outside Slipway." }),
})

const options = {
  concurrency: z
    .int()
    .min(1)
    .max(maxConcurrency)
    .default(1)
    .meta({ description: "The number of releases upgraded at the same time." }),
  waves: z
    .array(waveSchema)
    .min(1)
    .max(maxWaves)
    .default([{ name: "All", selector: {} }])
    .meta({
      description:
        "Waves run one after the other. A release belongs to the first wave whose selector matches its tenant.",
    }),
  bakeSeconds: z.int().min(0).max(604_800).default(0).meta({
    description:
      "How long a wave is watched after its last upgrade before the next wave starts. A release whose workloads degrade, or are not ready at the end, counts as failed.",
  }),
  maxFailures: maxFailuresSchema.optional(),
  valuesOverride: jsonValuesSchema.default({}).meta({
    description: "Merged over the values of each release.",
  }),
  valuesReset,
  timeout: z.int().min(1).max(3600).default(defaultTimeoutSeconds),
  atomic: z.boolean().default(true),
  waitForJobs: z.boolean().default(false),
  skip: skipRulesSchema.prefault({}),
  releases: z
    .array(z.uuid())
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: "Only these releases. Default: all releases of the chart." }),
  description: reasonText.optional(),
}

export const rolloutOptionsSchema = z.strictObject(options)
export type RolloutOptions = z.infer<typeof rolloutOptionsSchema>

export const batchUpgradeSchema = rolloutOptionsSchema
  .extend({ previewDigest: previewDigestSchema })
  .meta({ id: "RolloutOptions" })
export type BatchUpgrade = z.infer<typeof batchUpgradeSchema>

const target = exactVersion.optional().meta({
  description:
    "If omitted, each release keeps its version, and valuesOverride or valuesReset must change something.",
})

export const batchUpgradeQuerySchema = z.strictObject({ targetVersion: target })

export const previewRolloutSchema = z
  .strictObject({ chartName: chartReference, targetVersion: target, ...options })
  .meta({ id: "PreviewRollout" })
export type PreviewRollout = z.infer<typeof previewRolloutSchema>

const optionalVersion = z.string().nullable().meta({ description: "Null: each release keeps its version." })

const ofRelease = {
  releaseId: z.uuid(),
  releaseName: z.string(),
  namespace: z.string(),
  cluster: z.string(),
  tenantId: z.uuid(),
  tenantSlug: z.string(),
  tenantName: z.string(),
  wave: z.int().nullable().meta({ description: "Index in `waves`, from 0; null if in no wave." }),
  fromVersion: z.string(),
  toVersion: z.string(),
  jump: versionJumpSchema.nullable().meta({ description: "Null if the version does not increase." }),
  skipReason: skipReasonSchema.nullable(),
  skipDetail: z.string().nullable().meta({ description: "The skip reason as a sentence." }),
}

export const plannedReleaseSchema = apiObject("PlannedRolloutRelease", {
  ...ofRelease,
  current: valueAtSchema.nullable().meta({
    description:
      "The release's value at `path`; null if there is no `path`, or if the release is skipped for another reason than already having the value.",
  }),
})
export type PlannedRelease = z.infer<typeof plannedReleaseSchema>

/** The effect of a rollout. Every installed release of the chart is listed, including skipped ones. */
export const rolloutPlanSchema = apiObject("RolloutPlan", {
  chartName: z.string(),
  repository: z.string().nullable().meta({ description: "Null: the repository of each release." }),
  targetVersion: optionalVersion,
  path: z.string().nullable().meta({
    description: "The path of the only value that is set or reset; null if there are several, or none.",
  }),
  upgrades: z.int(),
  skips: z.int(),
  waves: z.array(
    waveSchema.extend({ releases: z.int().meta({ description: "The number of planned upgrades." }) }),
  ),
  releases: z.array(plannedReleaseSchema).meta({ description: "In rollout order." }),
  previewDigest: z
    .string()
    .meta({ description: "Send this with the batch upgrade, so that only the previewed rollout starts." }),
})
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>

const counts = z
  .record(rolloutReleaseStateSchema, z.int())
  .meta({ description: "The number of releases per state; every state is present." })

export const rolloutWaveSchema = waveSchema
  .extend({
    state: waveStateSchema,
    startedAt: instantText.nullable(),
    finishedAt: instantText.nullable(),
    bakeUntil: instantText.nullable(),
    counts,
  })
  .meta({ id: "RolloutWaveProgress" })

export const rolloutSchema = apiObject("Rollout", {
  id: z.uuid(),
  chartName: z.string(),
  repository: z.string().nullable(),
  targetVersion: optionalVersion,
  state: rolloutStateSchema,
  stateReason: z
    .string()
    .nullable()
    .meta({ description: "Why the rollout is in this state, for example the exceeded threshold." }),
  stateBy: z.string().nullable().meta({ description: "Who set this state; null for Slipway itself." }),
  concurrency: z.int(),
  bakeSeconds: z.int(),
  maxFailures: maxFailuresSchema.nullable(),
  failures: z.int().meta({
    description:
      "Failures since the last resume that count toward maxFailures, limited to releases visible to the caller.",
  }),
  valuesOverride: jsonValuesSchema.meta({ description: "Masked; empty unless all releases are visible." }),
  valuesReset: z.array(z.string()).meta({ description: "Empty unless all releases are visible." }),
  timeout: z.int(),
  atomic: z.boolean(),
  waitForJobs: z.boolean(),
  description: z.string().nullable(),
  requestedBy: z.string(),
  createdAt: instantText,
  updatedAt: instantText,
  finishedAt: instantText.nullable(),
  counts,
  waves: z.array(rolloutWaveSchema).meta({
    description: "The selector of a wave is empty if the caller may see none of its releases.",
  }),
  actions: z.array(z.enum(rolloutActions)).meta({ description: "The actions allowed in this state." }),
})
export type Rollout = z.infer<typeof rolloutSchema>

export const rolloutReleaseSchema = apiObject("RolloutRelease", {
  ...ofRelease,
  state: rolloutReleaseStateSchema,
  fromRevision: z.int().nullable().meta({ description: "The revision that a rollback returns to." }),
  revision: z.int().nullable().meta({ description: "The revision that the upgrade created." }),
  operationId: z.uuid().nullable(),
  rollbackOperationId: z.uuid().nullable(),
  error: z.string().nullable(),
  cause: causeSchema.nullable().meta({ description: "Why it failed; null unless there is an error." }),
  waitsFor: z.string().nullable().meta({
    description:
      "Why the upgrade or the end of the bake is delayed, such as an unavailable repository or cluster.",
  }),
  startedAt: instantText.nullable(),
  finishedAt: instantText.nullable(),
})
export type RolloutRelease = z.infer<typeof rolloutReleaseSchema>

export const rolloutDetailSchema = rolloutSchema
  .extend({
    changes: z.number().meta({
      description: "Increases with every change of a release; the position to resume the stream from.",
    }),
    releases: z.array(rolloutReleaseSchema).meta({ description: "In rollout order." }),
  })
  .meta({ id: "RolloutDetail" })
export type RolloutDetail = z.infer<typeof rolloutDetailSchema>

export const rolloutQuerySchema = z.strictObject({
  state: rolloutStateSchema.optional(),
  chartName: z.string().max(320).optional(),
  ...pageQuery,
})
export type RolloutQuery = z.infer<typeof rolloutQuerySchema>

export const controlRolloutSchema = z.strictObject({ reason: reasonText.optional() })
export type ControlRollout = z.infer<typeof controlRolloutSchema>
