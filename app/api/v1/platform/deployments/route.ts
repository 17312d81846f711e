import {
  type Recorded,
  readRecorded,
  recordAndClaim,
  recordDeployment,
} from "@/lib/ledger/deployments/record-deployment"
import { deploymentSchema, recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { reply } from "@/lib/web/http/reply"

const path = "/api/v1/platform/deployments"

const replyOf = ({ deployment, created }: Recorded) =>
  reply(deployment, { status: created ? 201 : 200, headers: { location: `${path}/${deployment.id}` } })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  POST: endpoint({
    summary: "Record a deployment",
    description:
      "Returns 201 with a new record, or 200 if the externalId was recorded before and that record was updated.",
    access: "deployments:write",
    body: recordDeploymentSchema,
    response: deploymentSchema,
    status: 201,
    otherStatuses: [200],
    verb: async (actor, { body }) => replyOf(await recordDeployment(actor, body)),
    runWithClaim: {
      run: async (actor, { body }, claim) => {
        const recorded = await recordAndClaim(actor, body, claim)
        return recorded && replyOf(recorded)
      },
      replayOf: async (recorded) => replyOf(await readRecorded(recorded)),
    },
  }),
})
