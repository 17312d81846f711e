import { z } from "zod"
import { getEnvironment, listEnvironments } from "@/lib/ledger/environments/find-environment"
import {
  createEnvironmentSchema,
  environmentSchema,
  environmentsQuerySchema,
  updateEnvironmentSchema,
} from "@/lib/ledger/environments/schema"
import { createEnvironment, updateEnvironment } from "@/lib/ledger/environments/write-environment"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { reply } from "@/lib/web/http/reply"

const path = "/api/v1/platform/environments"
const params = z.object({ name: z.string() })

export const environments = defineRoute(path, {
  GET: endpoint({
    summary: "List environments in promotion order",
    description:
      "Environments outside the promotion order come last. Archived environments are included only with `includeArchived=true`, and those created by a pattern alias only with `family`, the name of the environment with the pattern.",
    access: "deployments:read",
    query: environmentsQuerySchema,
    response: environmentSchema.array(),
    handler: (actor, { query }) => listEnvironments(actor, query),
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
    handler: async (actor, { body }) => {
      const environment = await createEnvironment(actor, body)
      return reply(environment, {
        headers: { location: `${path}/${encodeURIComponent(environment.name)}` },
      })
    },
  }),
})

export const environment = defineRoute(
  "/api/v1/platform/environments/{name}",
  {
    GET: endpoint({
      summary: "Get an environment",
      description: "By name or alias. Slashes can be percent-encoded or not.",
      access: "deployments:read",
      params,
      response: environmentSchema,
      handler: (actor, { params }) => getEnvironment(actor, params.name),
    }),
    PATCH: endpoint({
      summary: "Update an environment",
      description:
        "The name can be changed too; deployments are kept. `aliases` replaces all aliases; the old name becomes an alias only if it is listed. `rank: null` removes the environment from the promotion order and `archived: true` archives it; both can be undone.",
      access: "admin",
      params,
      body: updateEnvironmentSchema,
      response: environmentSchema,
      ifMatch: true,
      handler: (actor, { params, body }, { ifMatch }) => updateEnvironment(actor, params.name, body, ifMatch),
    }),
  },
  { acceptsSlashes: true },
)
