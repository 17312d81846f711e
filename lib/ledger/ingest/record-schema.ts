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

/** Only requests with the fields of the API may omit application and status. */
export const recordSchemaOf = (system: IngestSystem | undefined): z.ZodType<RecordDeployment> =>
  system === undefined || system === "generic" ? recordDeploymentSchema : eventRecordSchema
