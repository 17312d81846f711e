import { z } from "zod"
import { actorKinds } from "@/lib/identity/auth/actor"
import { apiObject } from "@/lib/platform/api-object"
import { instant } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"

export const auditEntrySchema = apiObject("AuditEntry", {
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.strictObject({
    kind: z.enum(actorKinds),
    id: z.string(),
    name: z.string(),
    address: z.string().nullable().meta({ description: "The IP address of the request." }),
  }),
  requestId: z.string().nullable(),
  action: z.string().meta({ description: "`noun.verb`, such as `deployment.recorded`." }),
  subjectType: z.string(),
  subjectId: z.string(),
  subjectName: z.string().nullable().meta({
    description: "The current name of the subject; null when it has none or no longer exists.",
  }),
  detail: z.record(z.string(), z.unknown()).meta({ description: "What changed, without secrets." }),
  chain: z.int(),
  position: z.int().meta({ description: "The position in its chain, starting at 1." }),
  hash: z.string().meta({ description: "Hexadecimal SHA-256 of the previous hash and this entry." }),
})

export type AuditEntry = z.infer<typeof auditEntrySchema>

const auditFilters = {
  actor: z.string().max(320).optional().meta({ description: "The id of the actor, or part of their name." }),
  action: z.string().max(100).optional().meta({ description: "Part of the name of the action." }),
  subjectType: z.string().max(100).optional(),
  subjectId: z.string().max(200).optional(),
  from: instant.optional().meta({ description: "At or after this time." }),
  to: instant.optional().meta({ description: "Before this time." }),
}

export const auditQuerySchema = z.strictObject({ ...auditFilters, ...pageQuery })

export type AuditQuery = z.infer<typeof auditQuerySchema>
export type AuditFilters = Omit<AuditQuery, "limit" | "cursor">

export const auditExportQuerySchema = z.strictObject({
  format: z.enum(["ndjson", "csv"]).default("ndjson"),
  ...auditFilters,
})

export type AuditExportQuery = z.infer<typeof auditExportQuerySchema>

const faults = ["missing", "changed", "columns", "truncated", "added", "unknown"] as const
const auditFaultSchema = z.enum(faults)
export type AuditFault = z.infer<typeof auditFaultSchema>

/** The faults that verification can find in an entry or at the end of a chain. */
export const faultMessages: Record<AuditFault, string> = {
  missing: "An entry before this position is missing.",
  changed: "This entry or the one before it was changed after it was written.",
  columns: "The indexed columns of this entry do not match its content.",
  truncated: "Entries at the end of the chain are missing.",
  added: "This entry was inserted after the end of its chain.",
  unknown: "The recorded end of this chain is missing.",
}

export const auditVerificationSchema = apiObject("AuditVerification", {
  ok: z.boolean(),
  chains: z.int(),
  entries: z.int().meta({ description: "The number of entries checked." }),
  firstBroken: z
    .strictObject({
      chain: z.int(),
      position: z.int(),
      id: z.string().nullable().meta({ description: "null when the entry itself is missing." }),
      fault: auditFaultSchema,
      reason: z.string(),
    })
    .nullable(),
})

export type AuditVerification = z.infer<typeof auditVerificationSchema>
