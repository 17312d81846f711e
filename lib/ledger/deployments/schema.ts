import { z } from "zod"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { instant, instantText, plausibleInstant } from "@/lib/platform/instant-schema"
import { defaultApplication } from "./default-application"
import { statusHint } from "./status-hint"
import { deploymentStatuses } from "./statuses"

export { type DeploymentStatus, deploymentStatuses } from "./statuses"
export { instant, instantText }
export const deploymentStatusSchema = z.enum(deploymentStatuses, {
  error: ({ input }) => (input === undefined ? undefined : statusHint(input)),
})

/** Build metadata of a semantic version: registries keep its `+` as `_`. */
function illegalTagMessage(tag: string): string {
  const ociForm = tag.replaceAll("+", "_")
  const hint = tag.includes("+") && tag.length <= 128 ? ` A + is written _: send "${ociForm}".` : ""
  return `Not a legal OCI tag: letters, digits, _ . and -, not starting with . or -.${hint}`
}

/** https://github.com/opencontainers/distribution-spec: the grammar of a tag. */
export const imageTag = z
  .string()
  .min(1, "Required.")
  .max(128, "At most 128 characters.")
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/, { error: ({ input }) => illegalTagMessage(String(input)) })

export const applicationName = z
  .string()
  .min(1)
  .max(128)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._/-]*$/,
    "Letters, digits, dots, dashes, underscores and slashes, starting with a letter or digit.",
  )

export const gitCommit = z
  .string()
  .regex(/^[0-9a-fA-F]{7,64}$/, "7 to 64 hexadecimal digits.")
  .toLowerCase()
const line = z.string().min(1).max(255)
const text = z.string().max(10_000)
const httpUrl = z.url({ protocol: /^https?$/, error: "An http or https address." }).max(2000)
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits.")
const serviceVersions = z
  .record(z.string().min(1).max(128), z.string().min(1).max(128))
  .refine((map) => Object.keys(map).length <= 500, "At most 500 services.")

const annotations = {
  gitCommit: gitCommit.nullish().meta({ description: "7 to 64 hexadecimal digits." }),
  gitBranch: line.nullish().meta({ description: "May hold slashes." }),
  completedAt: plausibleInstant.nullish().meta({
    description:
      "Not before deployedAt; absent while PENDING. Given alone, deployedAt is the same and the duration unknown. Where Slipway filled deployedAt in, one up to 5 minutes before it is taken as deployedAt.",
  }),
  committedAt: plausibleInstant
    .nullish()
    .meta({ description: "When the commit was made; lead time starts here." }),
  acrRegistry: line.nullish(),
  helmChartVersion: line.nullish(),
  serviceVersions: serviceVersions.nullish().meta({ description: "Service to version; at most 500." }),
  artifactDigest: digest.nullish().meta({ description: "`sha256:` and 64 hexadecimal digits." }),
  runUrl: httpUrl.nullish().meta({ description: "The pipeline run, http or https." }),
  notes: text.nullish(),
}

export const recordDeploymentSchema = z
  .strictObject({
    imageTag: imageTag.meta({ description: "A legal OCI tag." }),
    environment: environmentReference.meta({ description: "A configured name or alias." }),
    application: applicationName.default(defaultApplication),
    status: deploymentStatusSchema.default("DEPLOYED"),
    deployedAt: plausibleInstant.optional().meta({
      description:
        "RFC 3339, also with a blank for the T or `+0100`. Default: completedAt, or now. Not before 2000, at most 5 minutes ahead.",
    }),
    ...annotations,
    initiatedBy: line.optional().meta({ description: "Default: the token or user that records." }),
    externalId: line.optional().meta({
      description:
        "The caller's own id of this deployment, such as the id of the CI run. The same id from the same caller updates the record instead of adding one. A run that is repeated under the same id is recorded as its next attempt: when DEPLOYED follows FAILED, when PENDING follows a finished attempt and begins after it ended (or gives no time, and the finished attempt had reported its start and was not DEPLOYED), or when deployedAt is later than the reported completedAt. Anything else repeats or completes the newest attempt. Send `attempt` to leave nothing to these rules.",
    }),
    attempt: z.int().min(1).max(1_000_000).optional().meta({
      description:
        "Which attempt of the externalId this is about, from 1, such as the attempt number of the CI job. Default: the newest, or the next one where the report begins another.",
    }),
  })
  .meta({
    id: "RecordDeployment",
    // zod leaves `examples` of a schema with transforms out; this puts them into the document.
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

export const changeDeploymentSchema = z
  .strictObject({
    status: deploymentStatusSchema.optional(),
    deployedAt: plausibleInstant.optional().meta({
      description: "Corrects when it was deployed; everything that depends on the order is worked out again.",
    }),
    ...annotations,
    rollbackReason: text.nullish(),
  })
  .meta({ id: "ChangeDeployment" })

export type ChangeDeployment = z.infer<typeof changeDeploymentSchema>

export const deploymentSchema = z
  .strictObject({
    id: z.uuid(),
    application: z.string(),
    environment: z.string(),
    imageTag: z.string(),
    status: deploymentStatusSchema,
    deployedAt: instantText,
    completedAt: instantText.nullable(),
    durationSeconds: z.number().nullable().meta({
      description:
        "completedAt − deployedAt, where both were given or the start and the end were reported one after the other; null when unknown.",
    }),
    closedLate: z.boolean().meta({
      description:
        "It stayed PENDING for more than a day before it was closed, so that its duration is unknown.",
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
    attempt: z.int().meta({ description: "Counts the attempts of the externalId, from 1." }),
    previousAttemptId: z
      .uuid()
      .nullable()
      .meta({ description: "The attempt of the same externalId before this one." }),
    reached: z.boolean().meta({
      description:
        "The version came to run here. false while PENDING, and for one that failed, also once it is marked rolled back.",
    }),
    isVersioned: z.boolean().meta({ description: "The tag is a semantic version; a leading v is allowed." }),
    previousImageTag: z.string().nullable().meta({
      description: "The tag that reached this environment just before; null after a removal.",
    }),
    isRollback: z.boolean().meta({
      description: "This tag was live here before, and first before the tag it replaces.",
    }),
    rolledBackAt: instantText.nullable(),
    rolledBackBy: z.string().nullable(),
    rollbackReason: z.string().nullable(),
    recordedAt: instantText,
    recordedBy: z.string(),
    annulledAt: instantText
      .nullable()
      .meta({ description: "An admin annulled the record: it counts nowhere." }),
    annulledBy: z.string().nullable(),
    annulReason: z.string().nullable(),
  })
  .meta({ id: "Deployment" })

export type Deployment = z.infer<typeof deploymentSchema>
