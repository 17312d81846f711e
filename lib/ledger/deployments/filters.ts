import { z } from "zod"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { historySorts } from "./history-sorts"
import { deploymentStatusSchema, instant } from "./schema"

const word = z.string().min(1, "Enter a value or omit the parameter.").max(255)

export const laneFilters = {
  environment: environmentReference
    .optional()
    .meta({ description: "An environment name or alias. Default: all." }),
  application: word.optional().meta({ description: "Default: all." }),
}

export const includeAnnulled = z
  .enum(["true", "false"])
  .transform((text) => text === "true")
  .optional()
  .meta({ description: "true: include annulled deployments as if they had never been annulled." })

const historyOrders = ["newest", "oldest"] as const
export type HistoryOrder = (typeof historyOrders)[number]

export const historyOrder = z
  .enum(historyOrders)
  .optional()
  .meta({ description: "By deployedAt. Default: `newest` first." })

export const historySort = z.enum(historySorts).optional().meta({
  description:
    "The field to sort by instead of deployedAt; `-` sorts in descending order. Equal values are sorted newest first. At most 100,000 deployments may match.",
})

/** Filters of the history and of the export. */
export const deploymentFilters = {
  ...laneFilters,
  status: deploymentStatusSchema.optional(),
  imageTag: word.optional(),
  branch: word.optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/i, "Enter at least the first 7 hexadecimal digits.")
    .toLowerCase()
    .optional()
    .meta({ description: "At least the first 7 digits of gitCommit." }),
  initiatedBy: word.optional(),
  from: instant.optional().meta({ description: "Deployments with deployedAt at or after this time." }),
  to: instant.optional().meta({ description: "Deployments with deployedAt before this time." }),
  q: word.optional().meta({
    description:
      "Prefix of imageTag, gitCommit, gitBranch, application, initiatedBy or externalId. Case-sensitive.",
  }),
}

const filters = z.strictObject({ ...deploymentFilters, includeAnnulled: z.boolean().optional() })
export type DeploymentFilters = z.infer<typeof filters>
