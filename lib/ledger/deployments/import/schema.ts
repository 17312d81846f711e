import { z } from "zod"
import { recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { apiObject } from "@/lib/platform/api-object"
import type { FieldError } from "@/lib/platform/errors"
import { earliestPlausible, implausibleTime, instant } from "@/lib/platform/instant-schema"

const recomputedField = z.unknown().optional().meta({
  description: "Part of an export; recomputed and ignored on import.",
})

/** One import row: the fields of a record, when and why it was rolled back, and the fields that an export adds. */
export const importRowSchema = recordDeploymentSchema
  .extend({
    deployedAt: instant.nullish().transform((value) => value ?? undefined),
    initiatedBy: recordDeploymentSchema.shape.initiatedBy.nullable().transform((value) => value ?? undefined),
    externalId: recordDeploymentSchema.shape.externalId.nullable().transform((value) => value ?? undefined),
    rolledBackAt: instant.nullish().meta({ description: "Only with status ROLLED_BACK." }),
    rollbackReason: z.string().max(10_000).nullish(),
    completedAt: instant.nullish(),
    committedAt: instant.nullish(),
    attempt: recordDeploymentSchema.shape.attempt.nullable().transform((value) => value ?? undefined),
    id: z.uuid("Not a valid deployment id.").optional().meta({
      description: "Set by an export. A row with the id of an existing deployment updates that deployment.",
    }),
    durationSeconds: z.number().nullish().meta({
      description:
        "Set by an export. With an id, null means that the duration is unknown although both times are present.",
    }),
    closedLate: z.boolean().nullish().meta({ description: "Set by an export." }),
    reached: z
      .boolean()
      .nullish()
      .meta({ description: "Set by an export. false for a ROLLED_BACK deployment that had failed before." }),
    annulledAt: z
      .null("The row is annulled. Remove it, or restore the deployment and export it again.")
      .optional(),
    annulledBy: recomputedField,
    annulReason: recomputedField,
    previousAttemptId: recomputedField,
    isVersioned: recomputedField,
    previousImageTag: recomputedField,
    isRollback: recomputedField,
    rolledBackBy: recomputedField,
    recordedAt: recomputedField,
    recordedBy: recomputedField,
  })
  .meta({ id: "ImportRow" })

export type ImportRow = z.infer<typeof importRowSchema>

export const importQuerySchema = z.strictObject({
  allowBefore2000: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "Accept times before 2000. Otherwise such rows are rejected." }),
})

/** Reports times that an unset variable or clock would produce. */
export function implausibleTimesOf(row: ImportRow): FieldError[] {
  const times = ["deployedAt", "completedAt", "committedAt", "rolledBackAt"] as const
  return times.flatMap((field) => {
    const at = row[field]
    return at && at.getTime() < earliestPlausible.getTime()
      ? [{ pointer: `/${field}`, message: implausibleTime }]
      : []
  })
}

const rejectedRowSchema = apiObject("RefusedRow", {
  line: z.int().meta({ description: "The line on which the row starts; the first line is 1." }),
  pointer: z
    .string()
    .meta({ description: "RFC 6901 pointer to the invalid field; empty for the whole row." }),
  detail: z.string(),
})

export type RejectedRow = z.infer<typeof rejectedRowSchema>

export const importResponseSchema = apiObject("ImportAnswer", {
  received: z.int().meta({ description: "Rows in the file: recorded + updated + rejected." }),
  recorded: z.int(),
  updated: z
    .int()
    .meta({ description: "Rows that match an existing deployment by id or externalId, changed or not." }),
  refused: z.int(),
  errors: z
    .array(rejectedRowSchema)
    .meta({ description: "The errors of rejected rows, at most the first 1,000." }),
})

export type ImportResponse = z.infer<typeof importResponseSchema>
export type ImportCounts = Omit<ImportResponse, "errors">
