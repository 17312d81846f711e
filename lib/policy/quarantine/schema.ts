import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"
import { booleanQuery, pageQuery, searchQuery } from "@/lib/platform/page"
import { applicationName, exactVersion, imageTag, plainChartName } from "@/lib/policy/names"
import { quarantineKinds } from "./kinds"
import { maxReasonLength } from "./reason"

const reason = z
  .string()
  .trim()
  .min(1, "Enter a reason.")
  .max(maxReasonLength, `At most ${maxReasonLength} characters.`)

const kind = z.enum(quarantineKinds)

export const quarantineSchema = apiObject("Quarantine", {
  id: z.uuid(),
  kind,
  imageTag: z.string().nullable(),
  application: z
    .string()
    .nullable()
    .meta({ description: "Of an image tag; null: the tag is quarantined in every application." }),
  chartName: z.string().nullable(),
  chartVersion: z.string().nullable(),
  reason: z.string(),
  createdAt: instantText,
  createdBy: z.string(),
  liftedAt: instantText.nullable().meta({ description: "null: the quarantine is active." }),
  liftedBy: z.string().nullable(),
  liftReason: z.string().nullable(),
})

export type Quarantine = z.infer<typeof quarantineSchema>

/** Why a version must not be deployed; null: it may be. */
export const quarantineReasonSchema = apiObject("QuarantineReason", {
  reason: z.string(),
  createdBy: z.string(),
}).nullable()

const either = "Send either imageTag, or chartName and chartVersion."

export const createQuarantineSchema = z
  .strictObject({
    imageTag: imageTag.nullish().meta({ description: "An image tag, or else a chart version." }),
    application: applicationName
      .nullish()
      .meta({ description: "Only for an image tag. Default: every application." }),
    chartName: plainChartName.nullish().meta({
      description: "The name of the chart without its repository: the version is quarantined in all of them.",
    }),
    chartVersion: exactVersion.nullish().meta({ description: "With or without a leading v." }),
    reason: reason.meta({ description: "What is wrong with the version, for everyone who meets it." }),
  })
  .superRefine((input, { addIssue }) => {
    const reject = (field: string, message: string) =>
      addIssue({ code: "custom", path: [field], message, input })
    const isTag = (input.imageTag ?? null) !== null
    const isChart = (input.chartName ?? null) !== null
    const hasVersion = (input.chartVersion ?? null) !== null
    if (isTag === (isChart || hasVersion)) reject("imageTag", either)
    else if (isChart && !hasVersion) reject("chartVersion", "Required with chartName.")
    else if (hasVersion && !isChart) reject("chartName", "Required with chartVersion.")
    else if (isChart && (input.application ?? null) !== null)
      reject("application", "Only an image tag belongs to an application.")
  })
  .meta({
    id: "CreateQuarantine",
    override: {
      examples: [{ imageTag: "v2.1.0-abc1234", application: "platform", reason: "Loses writes." }],
    },
  })

export type CreateQuarantine = z.infer<typeof createQuarantineSchema>

export const liftQuarantineSchema = z.strictObject({
  reason: reason.optional().meta({ description: "Why the version may be deployed again." }),
})

export type LiftQuarantine = z.infer<typeof liftQuarantineSchema>

export const quarantinesQuerySchema = z.strictObject({
  kind: kind.optional(),
  active: booleanQuery.optional().meta({ description: "false: lifted. Default: both." }),
  imageTag: z.string().max(128).optional(),
  chartName: z.string().max(250).optional(),
  q: searchQuery("Matches part of the image tag, application, chart name, chart version or reason."),
  ...pageQuery,
})

export type QuarantinesQuery = z.infer<typeof quarantinesQuerySchema>
