import { z } from "zod"
import { chartReference } from "@/lib/fleet/charts/schema"
import { previewDigestSchema } from "@/lib/fleet/releases/preview-digest"
import { defaultTimeoutSeconds, exactVersion, reasonText } from "@/lib/fleet/releases/schema"
import { instantText } from "@/lib/platform/instant-schema"
import { jsonValuesSchema } from "@/lib/platform/json-values"
import { pageQuery } from "@/lib/platform/page"

/** RUNNING may be in the middle of a wave or baking one; ABORTED, COMPLETED and ROLLED_BACK are ends. */
export const rolloutStates = [
  "RUNNING",
  "PAUSED",
  "COMPLETED",
  "ABORTED",
  "ROLLING_BACK",
  "ROLLED_BACK",
] as const
export const rolloutStateSchema = z.enum(rolloutStates)
export type RolloutState = z.infer<typeof rolloutStateSchema>

export const waveStates = ["PENDING", "RUNNING", "BAKING", "DONE"] as const
export const waveStateSchema = z.enum(waveStates)
export type WaveState = z.infer<typeof waveStateSchema>

export const rolloutReleaseStates = [
  "PENDING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
  "SKIPPED",
  "ROLLED_BACK",
] as const
export const rolloutReleaseStateSchema = z.enum(rolloutReleaseStates)
export type RolloutReleaseState = z.infer<typeof rolloutReleaseStateSchema>

/** The largest part of the version that moves. */
export const versionJumps = ["major", "minor", "patch", "prerelease"] as const
export const versionJumpSchema = z.enum(versionJumps)

/** Why a release is left out, in the order in which they are asked. */
export const skipReasons = [
  "not_chosen",
  "up_to_date",
  "not_installed",
  "tenant_suspended",
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
  .meta({ description: "Tags of the tenant, all of which it must carry; `{}` is every tenant that is left." })

export const waveSchema = z
  .strictObject({ name: z.string().trim().min(1).max(100), selector })
  .meta({ id: "RolloutWave" })
export type Wave = z.infer<typeof waveSchema>

export const maxFailuresSchema = z
  .union([
    z.int().min(0).max(100_000),
    z.string().regex(/^(100|[1-9]?\d)%$/, 'A whole number, or a percentage such as "10%".'),
  ])
  .meta({
    description:
      "More failures than this pause the rollout: a number, or a percentage of the releases to upgrade. None: failures do not block the rest.",
  })
export type MaxFailures = z.infer<typeof maxFailuresSchema>

export const skipRulesSchema = z
  .strictObject({
    tenants: z.array(z.uuid()).max(1_000).default([]).meta({ description: "Not these tenants." }),
    releases: z.array(z.uuid()).max(1_000).default([]).meta({ description: "Not these releases." }),
    majorJumps: z.boolean().default(false).meta({ description: "Not where the major version would move." }),
    failed: z.boolean().default(false).meta({ description: "Not where the last change failed." }),
    outOfBand: z
      .boolean()
      .default(false)
      .meta({ description: "Not where the last revision was made outside Slipway." }),
  })
  .meta({ id: "RolloutSkipRules" })

const options = {
  concurrency: z
    .int()
    .min(1)
    .max(maxConcurrency)
    .default(1)
    .meta({ description: "Releases that are upgraded at a time." }),
  waves: z
    .array(waveSchema)
    .min(1)
    .max(maxWaves)
    .default([{ name: "All", selector: {} }])
    .meta({
      description:
        "One after the other. A release belongs to the first wave whose selector its tenant meets.",
    }),
  bakeSeconds: z.int().min(0).max(604_800).default(0).meta({
    description:
      "How long a wave is watched after its last upgrade before the next begins. A release whose workloads get worse, or are not ready at the end, counts as failed.",
  }),
  maxFailures: maxFailuresSchema.optional(),
  valuesOverride: jsonValuesSchema.default({}).meta({
    description: "Merged over the values each release has.",
  }),
  timeout: z.int().min(1).max(3600).default(defaultTimeoutSeconds),
  atomic: z.boolean().default(true),
  waitForJobs: z.boolean().default(false),
  skip: skipRulesSchema.prefault({}),
  releases: z
    .array(z.uuid())
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: "Only these releases. Default: all of the chart." }),
  description: reasonText.optional(),
}

export const rolloutOptionsSchema = z.strictObject(options)
export type RolloutOptions = z.infer<typeof rolloutOptionsSchema>

export const batchUpgradeSchema = rolloutOptionsSchema
  .extend({ previewDigest: previewDigestSchema })
  .meta({ id: "RolloutOptions" })
export type BatchUpgrade = z.infer<typeof batchUpgradeSchema>

export const batchUpgradeQuerySchema = z.strictObject({ targetVersion: exactVersion })

export const previewRolloutSchema = z
  .strictObject({ chartName: chartReference, targetVersion: exactVersion, ...options })
  .meta({ id: "PreviewRollout" })
export type PreviewRollout = z.infer<typeof previewRolloutSchema>

const ofRelease = {
  releaseId: z.uuid(),
  releaseName: z.string(),
  namespace: z.string(),
  cluster: z.string(),
  tenantId: z.uuid(),
  tenantSlug: z.string(),
  tenantName: z.string(),
  wave: z.int().nullable().meta({ description: "Place in `waves`, from 0; null: in none." }),
  fromVersion: z.string(),
  toVersion: z.string(),
  jump: versionJumpSchema.nullable().meta({ description: "null: the same version, or downwards." }),
  skipReason: skipReasonSchema.nullable(),
  skipDetail: z.string().nullable().meta({ description: "The reason as a sentence." }),
}

export const plannedReleaseSchema = z.strictObject(ofRelease).meta({ id: "PlannedRolloutRelease" })
export type PlannedRelease = z.infer<typeof plannedReleaseSchema>

/** What a rollout would do. Every installed release of the chart is listed, also those left out. */
export const rolloutPlanSchema = z
  .strictObject({
    chartName: z.string(),
    repository: z.string().nullable().meta({ description: "null: whichever each release came from." }),
    targetVersion: z.string(),
    upgrades: z.int(),
    skips: z.int(),
    waves: z.array(waveSchema.extend({ releases: z.int().meta({ description: "To be upgraded." }) })),
    releases: z.array(plannedReleaseSchema).meta({ description: "In the order of the rollout." }),
    previewDigest: z
      .string()
      .meta({ description: "Send it back with the batch upgrade, so that only what was previewed starts." }),
  })
  .meta({ id: "RolloutPlan" })
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>

const counts = z
  .record(rolloutReleaseStateSchema, z.int())
  .meta({ description: "Releases by their state; every state is present." })

export const rolloutWaveSchema = waveSchema
  .extend({
    state: waveStateSchema,
    startedAt: instantText.nullable(),
    finishedAt: instantText.nullable(),
    bakeUntil: instantText.nullable(),
    counts,
  })
  .meta({ id: "RolloutWaveProgress" })

export const rolloutSchema = z
  .strictObject({
    id: z.uuid(),
    chartName: z.string(),
    repository: z.string().nullable(),
    targetVersion: z.string(),
    state: rolloutStateSchema,
    stateReason: z
      .string()
      .nullable()
      .meta({ description: "Why it is in this state, such as the threshold that paused it." }),
    stateBy: z.string().nullable().meta({ description: "Who brought it there; null: Slipway itself." }),
    concurrency: z.int(),
    bakeSeconds: z.int(),
    maxFailures: maxFailuresSchema.nullable(),
    failures: z.int().meta({
      description:
        "Failures that count against maxFailures, of the releases the caller may see: since it was last resumed.",
    }),
    valuesOverride: jsonValuesSchema.meta({
      description:
        "With every text masked that may be a secret; empty where the caller does not see every release.",
    }),
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
      description: "The selector of a wave is empty where the caller may see none of its releases.",
    }),
    actions: z
      .array(z.enum(["pause", "resume", "abort", "rollback"]))
      .meta({ description: "What may be done to it in its state." }),
  })
  .meta({ id: "Rollout" })
export type Rollout = z.infer<typeof rolloutSchema>

export const rolloutReleaseSchema = z
  .strictObject({
    ...ofRelease,
    state: rolloutReleaseStateSchema,
    fromRevision: z.int().nullable().meta({ description: "What a rollback returns to." }),
    revision: z.int().nullable().meta({ description: "The revision that the upgrade made." }),
    operationId: z.uuid().nullable(),
    rollbackOperationId: z.uuid().nullable(),
    error: z.string().nullable(),
    waitsFor: z.string().nullable().meta({
      description:
        "Why its turn, or the end of its bake, does not come: a repository or cluster that is away.",
    }),
    startedAt: instantText.nullable(),
    finishedAt: instantText.nullable(),
  })
  .meta({ id: "RolloutRelease" })
export type RolloutRelease = z.infer<typeof rolloutReleaseSchema>

export const rolloutDetailSchema = rolloutSchema
  .extend({
    changes: z
      .number()
      .meta({ description: "Grows with every change of a release: where its stream goes on." }),
    releases: z.array(rolloutReleaseSchema).meta({ description: "In the order of the rollout." }),
  })
  .meta({ id: "RolloutDetail" })
export type RolloutDetail = z.infer<typeof rolloutDetailSchema>

export const rolloutQuerySchema = z.strictObject({
  state: rolloutStateSchema.optional(),
  chartName: z.string().max(320).optional(),
  ...pageQuery,
})
export type RolloutQuery = z.infer<typeof rolloutQuerySchema>

export const changeRolloutSchema = z.strictObject({ reason: reasonText.optional() })
export type ChangeRollout = z.infer<typeof changeRolloutSchema>
