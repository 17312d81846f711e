import { z } from "zod"

/** The stable identifiers of failure causes. */
const causeReasons = [
  "image_pull",
  "crash_loop",
  "container_config",
  "unschedulable",
  "volume_pending",
  "job_failed",
  "quota_exceeded",
  "pod_security",
  "policy_denied",
  "webhook_denied",
  "webhook_failed",
  "admission_denied",
  "forbidden",
  "immutable_field",
  "invalid_object",
  "conflict",
  "owned_elsewhere",
  "hook_failed",
  "timeout",
  "invalid_chart",
  "invalid_values",
  "release_state",
  "too_large",
  "resource_limit",
  "cluster_unavailable",
  "unauthenticated",
  "cancelled",
  "interrupted",
  "other",
] as const
const causeReasonSchema = z.enum(causeReasons)
export type CauseReason = z.infer<typeof causeReasonSchema>

const causeObjectSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  namespace: z.string().nullable().meta({ description: "null: unknown, or the object has none." }),
  reason: causeReasonSchema.nullable().meta({ description: "Why this object failed, if known." }),
  message: z.string().nullable().meta({ description: "The cluster's message about the object." }),
})
export type CauseObject = z.infer<typeof causeObjectSchema>

export const causeSchema = z
  .strictObject({
    summary: z.string().meta({ description: "One sentence, with secrets masked." }),
    reason: causeReasonSchema,
    objects: z
      .array(causeObjectSchema)
      .meta({ description: "The objects that failed, most important first; at most 20." }),
  })
  .meta({ id: "Cause", description: "Why a change failed." })
export type Cause = z.infer<typeof causeSchema>

const maxSummary = 300
const maxMessage = 1_000
const maxObjects = 20

/** Half of a surrogate pair cannot be stored as JSON. */
const truncated = (text: string, length: number) => text.slice(0, length).toWellFormed()

/** A cause as stored: masked before its texts are truncated, because part of a secret could not be recognized. */
export function maskCause({ summary, reason, objects }: Cause, mask: (text: string) => string): Cause {
  return {
    summary: firstMessage(mask(summary)),
    reason,
    objects: objects.slice(0, maxObjects).map(({ kind, name, namespace, message, ...rest }) => ({
      ...rest,
      kind: mask(kind),
      name: mask(name),
      namespace: namespace === null ? null : mask(namespace),
      message: message === null ? null : truncated(mask(message), maxMessage),
    })),
  }
}

/** The stored cause of a failure, or one derived from its error. */
export function toCause(stored: unknown, error: string | null): Cause | null {
  if (error === null) return null
  const parsed = causeSchema.safeParse(stored)
  return parsed.success ? parsed.data : { summary: firstMessage(error), reason: "other", objects: [] }
}

function firstMessage(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ")
  const firstSentence = /^.*?[.!?](?= [A-Z])/.exec(line)?.[0] ?? line
  return firstSentence.length <= maxSummary ? firstSentence : `${truncated(firstSentence, maxSummary - 1)}…`
}
