import { z } from "zod"
import { chartReference } from "@/lib/fleet/charts/schema"
import { causeSchema } from "@/lib/fleet/operations/cause"
import { operationSchema } from "@/lib/fleet/operations/schema"
import { namespaceName, tenantReference } from "@/lib/fleet/tenants/schema"
import { maxPathLength, parseKeyPath } from "@/lib/fleet/values/values-path"
import { references } from "@/lib/identity/auth/references"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"
import { jsonValuesSchema } from "@/lib/platform/json-values"
import { booleanQuery } from "@/lib/platform/page"
import { exactVersion } from "@/lib/policy/names"
import { previewDigestSchema } from "./preview-digest"

const releaseStatuses = [
  "PENDING_INSTALL",
  "DEPLOYED",
  "PENDING_UPGRADE",
  "PENDING_ROLLBACK",
  "FAILED",
  "UNINSTALLING",
  "UNINSTALLED",
] as const
export const releaseStatusSchema = z.enum(releaseStatuses)
export type ReleaseStatus = z.infer<typeof releaseStatusSchema>

const revisionOperations = ["INSTALL", "UPGRADE", "ROLLBACK", "UNINSTALL", "OUT_OF_BAND"] as const
export const revisionOperationSchema = z.enum(revisionOperations)
export type RevisionOperation = z.infer<typeof revisionOperationSchema>

export const revisionStatusSchema = z.enum(["DEPLOYED", "FAILED"])
export type RevisionStatus = z.infer<typeof revisionStatusSchema>

export const valuesModes = ["reset-then-reuse", "reset", "reuse"] as const
export const valuesModeSchema = z.enum(valuesModes)

/** Helm's rule for release names. */
export const releaseName = z
  .string()
  .min(1, "Required.")
  .max(53, "At most 53 characters.")
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    "Use lowercase letters, digits, - and ., each part starting and ending with a letter or digit.",
  )

export const valuesOverride = jsonValuesSchema
/** Helm stores reasons and descriptions as a single line. */
const line = z.string().trim().min(1).max(500)
export const reasonText = z.string().trim().min(1).max(1000)
const appVersion = z.string().min(1).max(128)

export const defaultTimeoutSeconds = 300
const timeout = z.int().min(1).max(3600)

const options = {
  timeout: timeout
    .default(defaultTimeoutSeconds)
    .meta({ description: "Timeout in seconds for each wait of Helm, for hooks and resources." }),
  atomic: z.boolean().default(false).meta({ description: "Roll back automatically on failure." }),
  waitForJobs: z.boolean().default(false).meta({ description: "Also wait until Jobs have completed." }),
}

const forceConflicts = z.boolean().default(false).meta({
  description:
    "Take ownership of fields that another field manager owns, for example after changes with kubectl. Only with Helm 4; Helm 3 always does.",
})

export const installReleaseSchema = z
  .strictObject({
    tenantId: tenantReference,
    releaseName,
    namespace: namespaceName.optional().meta({ description: "Default: the namespace of the tenant." }),
    chartName: chartReference.meta({ description: "`name` or `repository/name`." }).register(references, {
      lookUp: async (_actor, name, siblings) => {
        const version: unknown = Reflect.get(siblings, "chartVersion")
        const { openReferredChart } = await import("./chart-source")
        return typeof version === "string" ? openReferredChart(name, version) : undefined
      },
    }),
    chartVersion: exactVersion,
    appVersion: appVersion
      .optional()
      .meta({ description: "The app version that the values deploy. Default: the chart's app version." }),
    valuesOverride: valuesOverride.default({}),
    ...options,
    description: line.optional(),
    previewDigest: previewDigestSchema,
  })
  .meta({
    id: "InstallRelease",
    override: {
      examples: [
        {
          tenantId: "01900000-0000-7000-8000-000000000000",
          releaseName: "acme-ai-service",
          chartName: "matih-ai-service",
          chartVersion: "1.0.0",
          appVersion: "2.0.0",
          valuesOverride: { replicaCount: 2 },
          timeout: 600,
          atomic: true,
          waitForJobs: true,
        },
      ],
    },
  })

export type InstallRelease = z.infer<typeof installReleaseSchema>

export const valuesReset = z
  .array(
    z
      .string()
      .max(maxPathLength)
      .refine(
        (path) => parseKeyPath(path) !== null,
        "Must be a path of keys, such as resources.limits.memory.",
      ),
  )
  .max(20)
  .default([])
  .meta({
    description:
      "Paths of values that a release no longer sets, so that the chart's defaults apply: `resources.limits.memory`. Requires the values mode `reset-then-reuse`.",
  })

export const upgradeReleaseSchema = apiObject("UpgradeRelease", {
  chartVersion: exactVersion.optional().meta({ description: "Default: the current version." }),
  appVersion: appVersion.optional().meta({
    description:
      "Default: unchanged while the chart version is unchanged, otherwise the new chart's app version.",
  }),
  valuesOverride: valuesOverride.default({}).meta({
    description: "A masked text, exactly as the release returns it, keeps the current value.",
  }),
  valuesMode: valuesModeSchema.default("reset-then-reuse").meta({
    description:
      "`reset-then-reuse`: the chart's defaults, then the previous overrides, then valuesOverride. `reset`: without the previous overrides. `reuse`: all values of the last revision, including the old chart's defaults, then valuesOverride.",
  }),
  valuesReset,
  ...options,
  forceConflicts,
  description: line.optional(),
  previewDigest: previewDigestSchema,
})

export type UpgradeRelease = z.infer<typeof upgradeReleaseSchema>

/** A revision number of Helm; the column is a 32-bit integer. */
export const revisionNumber = z
  .int("Must be a revision number.")
  .min(1, "Must be a revision number.")
  .max(2_147_483_647, "Must be a revision number.")

export const rollbackReleaseSchema = apiObject("RollbackRelease", {
  targetRevision: revisionNumber.meta({
    description: "Any revision in the history, including those that Helm has pruned.",
  }),
  forceConflicts,
  reason: reasonText.optional(),
  previewDigest: previewDigestSchema,
})

export type RollbackRelease = z.infer<typeof rollbackReleaseSchema>

export const rollbackLastSuccessfulSchema = z
  .strictObject({ forceConflicts, reason: reasonText.optional(), previewDigest: previewDigestSchema })
  .meta({ id: "RollbackToLastSuccessful" })

export type RollbackToLastSuccessful = z.infer<typeof rollbackLastSuccessfulSchema>

const uninstallTimeoutDescription =
  "Timeout in seconds for each wait, for hooks and deletions. Default: the timeout of the release."
const skipHooksDescription = "Do not run the chart's delete hooks, for a release whose hook cannot succeed."

const uninstallOptions = {
  timeout: timeout.optional().meta({ description: uninstallTimeoutDescription }),
  skipHooks: z.boolean().default(false).meta({ description: skipHooksDescription }),
}

/** The options as a preview accepts them. */
export const uninstallOptionsSchema = z.strictObject(uninstallOptions)

export const uninstallQuerySchema = z.strictObject({
  reason: reasonText.optional(),
  timeout: z.coerce.number().pipe(timeout).optional().meta({ description: uninstallTimeoutDescription }),
  skipHooks: booleanQuery.default(false).meta({ description: skipHooksDescription }),
  previewDigest: previewDigestSchema,
})
export type UninstallRelease = z.infer<typeof uninstallQuerySchema>

export const releaseSchema = apiObject("Release", {
  id: z.uuid(),
  tenantId: z.uuid(),
  tenantSlug: z.string(),
  tenantName: z.string(),
  releaseName: z.string(),
  namespace: z.string(),
  cluster: z.string(),
  repository: z
    .string()
    .meta({ description: "Empty if unknown, because the release was installed outside Slipway." }),
  chartName: z.string(),
  chartVersion: z.string(),
  appVersion: z.string(),
  valuesOverride: valuesOverride.meta({
    description:
      "The value overrides with secrets masked. Until the first revision shows which values are secret, all texts are masked.",
  }),
  timeout: z.int(),
  atomic: z.boolean(),
  waitForJobs: z.boolean(),
  description: z.string().nullable(),
  status: releaseStatusSchema,
  revision: z.int().meta({ description: "Helm's number of the last revision; 0 before the first one." }),
  inCluster: z.boolean().meta({
    description:
      "Whether Helm has the release. False before it is installed, and after a failed install that was rolled back.",
  }),
  createdBy: z.string(),
  createdAt: instantText,
  updatedAt: instantText,
  deployedAt: instantText.nullable(),
  uninstalledAt: instantText.nullable(),
  uninstallReason: z.string().nullable(),
  operation: operationSchema.nullable().meta({ description: "The queued or running change." }),
  outOfBand: z.boolean().meta({ description: "The last revision was not created by Slipway." }),
  lastError: z.string().nullable().meta({ description: "Why the last change failed." }),
  cause: causeSchema.nullable().meta({ description: "A summary of `lastError`; null if there is none." }),
  warnings: z
    .array(z.string())
    .meta({ description: "The objects that an uninstall left in the cluster, and why." }),
  stuckSince: instantText.nullable().meta({
    description:
      "Since when the release has an unfinished revision without a running Helm process. An upgrade or rollback repairs it.",
  }),
})

export type Release = z.infer<typeof releaseSchema>
