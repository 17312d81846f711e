import { recordRemoval, recordRemovalSchema, removalSchema } from "@/lib/ledger/deployments/record-removal"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { reply } from "@/lib/web/http/reply"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/removals", {
  POST: endpoint({
    summary: "Record the removal of an application from an environment",
    description:
      "Returns 201, or 200 with the existing removal for the same application, environment and removedAt. Returns 404 if the application was never deployed there. A deployment at the same time counts as later than the removal.",
    access: "deployments:write",
    problems: [404],
    body: recordRemovalSchema,
    response: removalSchema,
    status: 201,
    otherStatuses: [200],
    verb: async (actor, { body }) => {
      const { removal, created } = await recordRemoval(actor, body)
      return reply(removal, { status: created ? 201 : 200 })
    },
  }),
})
