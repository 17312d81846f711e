import { listEnvironments } from "@/lib/ledger/environments/find-environment"
import {
  createEnvironmentSchema,
  environmentSchema,
  environmentsQuerySchema,
} from "@/lib/ledger/environments/schema"
import { createEnvironment } from "@/lib/ledger/environments/write-environment"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { reply } from "@/lib/web/http/reply"

const path = "/api/v1/platform/environments"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List environments in promotion order",
    description:
      "Environments outside of the promotion order come last. Archived environments are included only with `includeArchived=true`, and those created by a pattern alias only with `family`, the name of the environment with the pattern.",
    access: "deployments:read",
    query: environmentsQuerySchema,
    response: environmentSchema.array(),
    verb: (actor, { query }) => listEnvironments(actor, query),
  }),
  POST: endpoint({
    summary: "Create an environment",
    description:
      "Several environments can share a rank; `rank: null` creates it outside the promotion order. Returns 409 if a name or alias is taken.",
    access: "admin",
    body: createEnvironmentSchema,
    response: environmentSchema,
    status: 201,
    etag: true,
    verb: async (actor, { body }) => {
      const environment = await createEnvironment(actor, body)
      return reply(environment, {
        headers: { location: `${path}/${encodeURIComponent(environment.name)}` },
      })
    },
  }),
})
