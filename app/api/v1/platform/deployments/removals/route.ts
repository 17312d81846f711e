import { recordRemoval } from "@/lib/ledger/deployments/record-removal"
import { recordRemovalSchema, removalSchema } from "@/lib/ledger/deployments/removal-schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { reply } from "@/lib/web/http/reply"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/removals", {
  POST: endpoint({
    summary: "Say that an application no longer runs in an environment",
    description:
      "201; 200 with the first one for the same application, environment and removedAt. 404 for an application that was never deployed there. A deployment of the very same instant counts as coming after it.",
    access: "deployments:write",
    problems: [404],
    body: recordRemovalSchema,
    answer: removalSchema,
    status: 201,
    otherStatuses: [200],
    verb: async (actor, { body }) => {
      const { removal, created } = await recordRemoval(actor, body)
      return reply(removal, { status: created ? 201 : 200 })
    },
  }),
})
