import { z } from "zod"
import { applicationName, defaultApplication, imageTag } from "@/lib/ledger/deployments/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { apiObject } from "@/lib/platform/api-object"

const gateReasonCodes = [
  "unknown_environment",
  "archived_environment",
  "frozen",
  "quarantined",
  "never_in_lower_environment",
  "rolled_back_in_lower_environment",
  "rolled_back_here",
  "deployment_in_progress",
  "failed_here",
  "in_progress_here",
  "other_build_in_lower_environment",
  "already_current",
] as const

export type GateReasonCode = (typeof gateReasonCodes)[number]

export const gateQuerySchema = z.strictObject({
  environment: environmentReference.meta({ description: "The target environment: a name or alias." }),
  imageTag,
  application: applicationName.default(defaultApplication),
})

export type GateQuery = z.infer<typeof gateQuerySchema>

const gateReasonSchema = apiObject("GateReason", {
  code: z.enum(gateReasonCodes),
  message: z.string(),
  blocking: z.boolean().meta({ description: "false: informational, does not block the deployment." }),
})

export type GateReason = z.infer<typeof gateReasonSchema>

export const gateAnswerSchema = apiObject("GateAnswer", {
  allowed: z.boolean().meta({ description: "No reason is blocking." }),
  reasons: z.array(gateReasonSchema),
})

export type GateAnswer = z.infer<typeof gateAnswerSchema>
