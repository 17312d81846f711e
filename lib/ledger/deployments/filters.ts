import { z } from "zod"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { invalid } from "@/lib/platform/errors"
import { deploymentStatusSchema, instant } from "./schema"

const word = z.string().min(1, "Give some text, or leave the parameter out.").max(255)

/** What narrows a list of deployments to a place. */
export const placeFilters = {
  environment: environmentReference
    .optional()
    .meta({ description: "A configured name or alias; default: all." }),
  application: word.optional().meta({ description: "Default: all." }),
}

export const includeAnnulled = z
  .enum(["true", "false"])
  .transform((text) => text === "true")
  .optional()
  .meta({ description: "true: as if no deployment had been annulled." })

/** What narrows the history, and the export with it. */
export const deploymentFilters = {
  ...placeFilters,
  status: deploymentStatusSchema.optional(),
  imageTag: word.optional(),
  branch: word.optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/i, "At least the first 7 hexadecimal digits.")
    .toLowerCase()
    .optional()
    .meta({ description: "The first 7 or more digits of gitCommit." }),
  initiatedBy: word.optional(),
  from: instant.optional().meta({ description: "deployedAt from this instant on." }),
  to: instant.optional().meta({ description: "deployedAt before this instant." }),
  q: word.optional().meta({
    description:
      "The beginning of imageTag, gitCommit, gitBranch, application, initiatedBy or externalId; upper and lower case differ.",
  }),
}

const filters = z.strictObject({ ...deploymentFilters, includeAnnulled: z.boolean().optional() })
export type DeploymentFilters = z.infer<typeof filters>

/** Throws a 422 for a window that ends before it begins. */
export function requireOrderlyWindow({ from, to }: { from?: Date; to?: Date }): void {
  if (from !== undefined && to !== undefined && to < from) throw invalid("/to", "to is before from.")
}
