import type { z } from "zod"
import type { IngestSystem } from "@/lib/identity/requests/outcomes"
import {
  applicationName,
  deploymentStatusSchema,
  type RecordDeployment,
  recordDeploymentSchema,
} from "@/lib/ledger/deployments/schema"

const eventRecordSchema = recordDeploymentSchema.extend({
  application: applicationName,
  status: deploymentStatusSchema,
})

/** Only the generic event may omit application and status. */
export const recordSchemas: Record<IngestSystem, z.ZodType<RecordDeployment>> = {
  github: eventRecordSchema,
  gitlab: eventRecordSchema,
  cdevents: eventRecordSchema,
  argocd: eventRecordSchema,
  flux: eventRecordSchema,
  generic: recordDeploymentSchema,
}
