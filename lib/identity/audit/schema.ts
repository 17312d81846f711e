import { z } from "zod"
import { instant } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"

export const auditEntrySchema = z
  .strictObject({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.strictObject({
      kind: z.enum(["user", "token", "system"]),
      id: z.string(),
      name: z.string(),
      address: z.string().nullable().meta({ description: "Where the request came from." }),
    }),
    requestId: z.string().nullable(),
    action: z.string().meta({ description: "noun.verb, such as `deployment.recorded`." }),
    subjectType: z.string(),
    subjectId: z.string(),
    detail: z.record(z.string(), z.unknown()).meta({ description: "What changed, without any secret." }),
    chain: z.int(),
    position: z.int().meta({ description: "The place in its chain, from 1." }),
    hash: z.string().meta({ description: "SHA-256 of the hash before it and this entry, in hexadecimal." }),
  })
  .meta({ id: "AuditEntry" })

export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditFilters = {
  actor: z.string().max(320).optional().meta({ description: "The id or the name of who did it." }),
  action: z.string().max(100).optional(),
  subjectType: z.string().max(100).optional(),
  subjectId: z.string().max(200).optional(),
  from: instant.optional().meta({ description: "Then or later." }),
  to: instant.optional().meta({ description: "Before then." }),
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

/** What an entry, or the end of a chain, can be found guilty of. */
export const faultSentences: Record<AuditFault, string> = {
  missing: "An entry before this position is gone.",
  changed: "This entry was changed since it was written, or the one before it was.",
  columns: "What this entry is searched by differs from what it says.",
  truncated: "Entries at the end of the chain are gone.",
  added: "This entry was put in past the end of its chain.",
  unknown: "Where this chain ends is not known any more.",
}

export const auditVerificationSchema = z
  .strictObject({
    ok: z.boolean(),
    chains: z.int(),
    entries: z.int().meta({ description: "How many were looked at." }),
    firstBroken: z
      .strictObject({
        chain: z.int(),
        position: z.int(),
        id: z.string().nullable().meta({ description: "null when the entry itself is gone." }),
        fault: auditFaultSchema,
        reason: z.string(),
      })
      .nullable(),
  })
  .meta({ id: "AuditVerification" })

export type AuditVerification = z.infer<typeof auditVerificationSchema>
