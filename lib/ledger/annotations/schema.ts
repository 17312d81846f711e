import { z } from "zod"
import { applicationName, instant, instantText } from "@/lib/ledger/deployments/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { pageQuery } from "@/lib/platform/page"
import { annotationKinds, freezeStates, maxAnnotationLength } from "./kinds"

const kind = z.enum(annotationKinds).meta({
  description:
    "`FREEZE`: nothing should be deployed; the gate blocks until it ends. `INCIDENT`: something was broken. `NOTE`: anything else.",
})

const text = z
  .string()
  .trim()
  .min(1, "Enter a text.")
  .max(maxAnnotationLength, `At most ${maxAnnotationLength} characters.`)

const nullMeansAll = "null: all."

export const annotationSchema = apiObject("Annotation", {
  id: z.uuid(),
  kind,
  text: z.string(),
  startsAt: instantText,
  endsAt: instantText.nullable().meta({ description: "Exclusive; null: a single point in time." }),
  application: z.string().nullable().meta({ description: nullMeansAll }),
  environment: z.string().nullable().meta({ description: nullMeansAll }),
  createdAt: instantText,
  createdBy: z.string(),
})

const fields = {
  kind,
  text,
  startsAt: instant,
  endsAt: instant
    .nullable()
    .meta({ description: "After startsAt; null: a single point in time. A FREEZE needs it." }),
  application: applicationName.nullable().meta({ description: nullMeansAll }),
  environment: environmentReference.nullable().meta({
    description:
      "null: all environments, which a token limited to environments cannot annotate. A review app is annotated through its family.",
  }),
}

export const createAnnotationSchema = apiObject("CreateAnnotation", {
  ...fields,
  endsAt: fields.endsAt.default(null),
  application: fields.application.default(null),
  environment: fields.environment.default(null),
})

export const updateAnnotationSchema = z.strictObject(fields).partial().meta({ id: "UpdateAnnotation" })

export const annotationsQuerySchema = z.strictObject({
  application: applicationName
    .optional()
    .meta({ description: "Annotations of this application or of all. Default: no filter." }),
  environment: environmentReference
    .optional()
    .meta({ description: "Annotations of this environment or of all. Default: no filter." }),
  from: instant.optional().meta({ description: "Annotations that end after this time." }),
  to: instant.optional().meta({ description: "Annotations that start before this time." }),
  ...pageQuery,
})

const { kind: _kind, ...freezeFields } = fields
const freezeEnd = instant.meta({ description: "After startsAt." })

export const createFreezeSchema = apiObject("CreateFreeze", {
  ...freezeFields,
  startsAt: instant.default(() => new Date()).meta({ description: "Default: now." }),
  endsAt: freezeEnd,
  application: fields.application.default(null),
  environment: fields.environment.default(null),
})

export const updateFreezeSchema = z
  .strictObject({ ...freezeFields, endsAt: freezeEnd })
  .partial()
  .meta({ id: "UpdateFreeze" })

export const freezesQuerySchema = annotationsQuerySchema.extend({
  state: z
    .enum(freezeStates)
    .optional()
    .meta({ description: "Whether it is in effect now, starts later, or has ended. Default: all." }),
})

export type FreezesQuery = z.infer<typeof freezesQuerySchema>
export type Annotation = z.infer<typeof annotationSchema>
export type CreateAnnotation = z.infer<typeof createAnnotationSchema>
export type UpdateAnnotation = z.infer<typeof updateAnnotationSchema>
export type AnnotationsQuery = z.infer<typeof annotationsQuerySchema>
