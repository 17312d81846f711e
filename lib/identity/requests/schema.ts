import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instant, instantText } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"
import { requestOutcomes } from "./outcomes"

export const requestOutcomeSchema = z.enum(requestOutcomes)

export const keptErrorSchema = z.strictObject({
  pointer: z.string(),
  message: z.string(),
  line: z.int().optional().meta({ description: "The line of an import." }),
})

export const importCountsSchema = z.strictObject({
  received: z.int(),
  recorded: z.int(),
  updated: z.int(),
  refused: z.int(),
})

export const receivedRequestSchema = apiObject("ReceivedRequest", {
  id: z.uuid(),
  at: instantText,
  token: z
    .strictObject({ id: z.string(), name: z.string() })
    .nullable()
    .meta({ description: "null: no valid token. It may have expired or been revoked." }),
  eventSource: z
    .strictObject({ id: z.string(), name: z.string() })
    .nullable()
    .meta({ description: "The event source that signed the event, instead of a token." }),
  address: z.string().nullable().meta({ description: "The IP address of the client." }),
  method: z.string(),
  route: z.string().meta({ description: "The path in the API reference, with `{name}` for parameters." }),
  path: z.string(),
  status: z.int().meta({ description: "The HTTP status of the response." }),
  outcome: requestOutcomeSchema.meta({
    description:
      "IGNORED: an event that is not about a deployment, or can no longer change it; `detail` says why. REPEATED: the stored response of its Idempotency-Key. PARTIAL: an import of which some rows were rejected. REFUSED: a 4xx status, or an import of which all rows were rejected. FAILED: a 5xx status.",
  }),
  code: z.string().nullable().meta({ description: "The error code of the response." }),
  detail: z.string().nullable(),
  errors: z.array(keptErrorSchema).meta({ description: "The first 20 errors of the response." }),
  durationMs: z.int(),
  requestId: z.string(),
  sent: z.record(z.string(), z.unknown()).meta({
    description: "The fields of body, query and path that are kept, masked and shortened.",
  }),
  omitted: z
    .array(z.string())
    .meta({ description: "Fields that were sent but not kept, or kept only in part. `…`: and more." }),
  counts: importCountsSchema.nullable().meta({ description: "Only for an import." }),
  record: z
    .strictObject({ type: z.string(), id: z.uuid() })
    .nullable()
    .meta({ description: "What the request created, changed or addressed, such as a deployment." }),
  operationId: z.uuid().nullable(),
  replayable: z.record(z.string(), z.unknown()).nullable().meta({
    description:
      "The body to replay, with the field names of the API and without the fields in `omitted`; a missing deployedAt is set to the time the request arrived. null: it did not fail to record a deployment, or was already replayed.",
  }),
  recordedSince: z.strictObject({ deploymentId: z.uuid(), at: instantText }).nullable().meta({
    description:
      "For a request that can be replayed: a deployment recorded since that may be the same. It has the same application, environment and tag, externalId, or run URL.",
  }),
  replayed: z
    .strictObject({ at: instantText, by: z.string(), deploymentId: z.uuid() })
    .nullable()
    .meta({ description: "An admin replayed it, and this deployment was recorded." }),
})

export type ReceivedRequest = z.infer<typeof receivedRequestSchema>

const text = (max: number) => z.string().min(1).max(max).optional()

const requestFilters = {
  q: text(2_000).meta({
    description:
      "An image tag, an application, a run URL, the start of a commit (at least 4 characters), or a request id.",
  }),
  application: text(128),
  environment: text(255).meta({
    description: "As sent; after a success also the name of the environment.",
  }),
  imageTag: text(300),
  commit: z
    .string()
    .regex(/^[0-9a-fA-F]{4,64}$/, "Enter at least 4 hexadecimal digits.")
    .toLowerCase()
    .optional()
    .meta({ description: "The start of a commit." }),
  runUrl: text(2_000),
  token: text(100).meta({
    description: "The id of a token or event source, or `none` for requests without a valid one.",
  }),
  outcome: requestOutcomeSchema.optional(),
  recordId: z.uuid().optional().meta({
    description:
      "The id of what the request created, changed or addressed. For a deployment, also the import that recorded it.",
  }),
  from: instant.optional().meta({ description: "At or after this time." }),
  to: instant.optional().meta({ description: "Before this time." }),
}

export const requestsQuerySchema = z.strictObject({ ...requestFilters, ...pageQuery })

export type RequestsQuery = z.infer<typeof requestsQuerySchema>
