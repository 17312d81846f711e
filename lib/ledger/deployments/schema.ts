import { z } from "zod"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { instant, instantText, plausibleInstant } from "@/lib/platform/instant-schema"
import { applicationName, imageTag } from "@/lib/policy/names"
import { type DeploymentStatus, deploymentStatuses } from "./statuses"

export { type DeploymentStatus, deploymentStatuses } from "./statuses"
export { applicationName, imageTag, instant, instantText }

export const deploymentStatusSchema = z.enum(deploymentStatuses, {
  error: ({ input }) => (input === undefined ? undefined : statusHint(input)),
})

/** The application used when a request names none: the whole platform. */
export const defaultApplication = "platform"

const gitCommit = z
  .string()
  .regex(/^[0-9a-fA-F]{7,64}$/, "Enter 7 to 64 hexadecimal digits.")
  .toLowerCase()
const line = z.string().min(1).max(255)
const text = z.string().max(10_000)
const httpUrl = z.url({ protocol: /^https?$/, error: "Enter an http or https URL." }).max(2000)
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "Enter sha256: followed by 64 hexadecimal digits.")
const serviceVersions = z
  .record(z.string().min(1).max(128), z.string().min(1).max(128))
  .refine((map) => Object.keys(map).length <= 500, "At most 500 services.")

const annotations = {
  gitCommit: gitCommit.nullish().meta({ description: "7 to 64 hexadecimal digits." }),
  gitBranch: line.nullish().meta({ description: "May contain slashes." }),
  completedAt: plausibleInstant.nullish().meta({
    description:
      "Not before deployedAt; omit it while PENDING. If sent alone, deployedAt is the same and the duration is unknown. If Slipway filled in deployedAt, a completedAt up to 5 minutes earlier is set to deployedAt.",
  }),
  committedAt: plausibleInstant
    .nullish()
    .meta({ description: "When the commit was created; lead time is measured from here." }),
  acrRegistry: line.nullish(),
  helmChartVersion: line.nullish(),
  serviceVersions: serviceVersions
    .nullish()
    .meta({ description: "Maps each service to its version; at most 500." }),
  artifactDigest: digest.nullish().meta({ description: "`sha256:` followed by 64 hexadecimal digits." }),
  runUrl: httpUrl.nullish().meta({ description: "URL of the pipeline run, http or https." }),
  notes: text.nullish(),
}

export const recordDeploymentSchema = z
  .strictObject({
    imageTag: imageTag.meta({ description: "A valid OCI tag." }),
    environment: environmentReference.meta({ description: "An environment name or alias." }),
    application: applicationName.default(defaultApplication),
    status: deploymentStatusSchema.default("DEPLOYED"),
    deployedAt: plausibleInstant.optional().meta({
      description:
        "RFC 3339; a space instead of T and `+0100` offsets are accepted. Default: completedAt, or now. Not before 2000, at most 5 minutes in the future.",
    }),
    ...annotations,
    initiatedBy: line
      .optional()
      .meta({ description: "Default: the token or user that records the deployment." }),
    externalId: line.optional().meta({
      description:
        "The caller's own id for this deployment, such as the CI run id. The same id from the same caller updates the record instead of adding one. A repeated run under the same id is recorded as its next attempt: when DEPLOYED follows FAILED; when PENDING follows a finished attempt and starts after it ended (or has no time, and the finished attempt had a reported start and was not DEPLOYED); or when deployedAt is later than the reported completedAt. Anything else repeats or completes the newest attempt. Send `attempt` to override these rules.",
    }),
    attempt: z.int().min(1).max(1_000_000).optional().meta({
      description:
        "Attempt number of the externalId, from 1, such as the attempt number of the CI job. Default: the newest attempt, or the next one if the report starts it.",
    }),
  })
  .meta({
    id: "RecordDeployment",
    // zod omits `examples` of schemas with transforms; this adds them to the document.
    override: {
      examples: [
        {
          imageTag: "v2.1.0-abc1234",
          environment: "dev",
          gitCommit: "abc1234",
          gitBranch: "main",
          status: "DEPLOYED",
          deployedAt: "2026-02-12T10:00:00Z",
          completedAt: "2026-02-12T10:05:00Z",
          runUrl: "https://ci.example.com/runs/1042",
          externalId: "run-1042",
        },
      ],
    },
  })

export type RecordDeployment = z.infer<typeof recordDeploymentSchema>

export const updateDeploymentSchema = apiObject("UpdateDeployment", {
  status: deploymentStatusSchema.optional(),
  deployedAt: plausibleInstant.optional().meta({
    description: "Corrects when it was deployed; everything that depends on the order is recomputed.",
  }),
  ...annotations,
  rollbackReason: text.nullish(),
})

export type UpdateDeployment = z.infer<typeof updateDeploymentSchema>

export const deploymentSchema = apiObject("Deployment", {
  id: z.uuid(),
  application: z.string(),
  environment: z.string(),
  imageTag: z.string(),
  status: deploymentStatusSchema,
  deployedAt: instantText,
  completedAt: instantText.nullable(),
  durationSeconds: z.number().nullable().meta({
    description:
      "completedAt − deployedAt, if both were given or the start and end were reported in separate requests; otherwise null.",
  }),
  closedLate: z.boolean().meta({
    description:
      "The deployment stayed PENDING for more than a day before it was closed, so its duration is unknown.",
  }),
  committedAt: instantText.nullable(),
  gitCommit: z.string().nullable(),
  gitBranch: z.string().nullable(),
  acrRegistry: z.string().nullable(),
  helmChartVersion: z.string().nullable(),
  serviceVersions: z.record(z.string(), z.string()).nullable(),
  artifactDigest: z.string().nullable(),
  runUrl: z.string().nullable(),
  notes: z.string().nullable(),
  initiatedBy: z.string(),
  externalId: z.string().nullable(),
  attempt: z.int().meta({ description: "Attempt number of the externalId, from 1." }),
  previousAttemptId: z
    .uuid()
    .nullable()
    .meta({ description: "The previous attempt of the same externalId." }),
  reached: z.boolean().meta({
    description:
      "The version reached the environment. false while PENDING and for a failed deployment, even if it is later marked as rolled back.",
  }),
  isVersioned: z.boolean().meta({ description: "The tag is a semantic version; a leading v is allowed." }),
  previousImageTag: z.string().nullable().meta({
    description: "The tag that was live in this environment before; null after a removal.",
  }),
  isRollback: z.boolean().meta({
    description: "This tag was live here before, and first so earlier than the tag it replaces.",
  }),
  rolledBackAt: instantText.nullable(),
  rolledBackBy: z.string().nullable(),
  rollbackReason: z.string().nullable(),
  recordedAt: instantText,
  recordedBy: z.string(),
  annulledAt: instantText
    .nullable()
    .meta({ description: "An admin annulled the record; it is excluded everywhere." }),
  annulledBy: z.string().nullable(),
  annulReason: z.string().nullable(),
})

export type Deployment = z.infer<typeof deploymentSchema>

/** What other tools call each status, without `_`, `-` and spaces. */
const spellings: Record<DeploymentStatus, RegExp> = {
  PENDING: /^(PENDING|QUEUED|CREATED|STARTED|RUNNING|INPROGRESS)$/,
  DEPLOYED: /^(DEPLOYED|SUCCESS|SUCCESSFUL|SUCCEEDED|OK|PASSED|COMPLETED|FINISHED|DONE|LIVE)$/,
  FAILED: /^(FAILED|FAILURE|ERROR|CANCELLED|CANCELED|ABORTED|TIMEDOUT|TIMEOUT)$/,
  ROLLED_BACK: /^(ROLLEDBACK|ROLLBACK|REVERTED)$/,
}

/** Suggests a status for an unknown word. A cancelled deployment counts as FAILED. */
function statusHint(value: unknown): string {
  const word = typeof value === "string" ? value.toUpperCase().replaceAll(/[^A-Z]/g, "") : ""
  const suggestion = deploymentStatuses.find((status) => spellings[status].test(word))
  if (suggestion !== undefined)
    return `Not a valid status. Instead of ${JSON.stringify(value)}, send ${suggestion}.`
  return `Not a valid status. Send one of ${deploymentStatuses.join(", ")}; use FAILED for a cancelled deployment.`
}
