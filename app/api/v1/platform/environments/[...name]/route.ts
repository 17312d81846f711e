import { z } from "zod"
import { getEnvironment } from "@/lib/ledger/environments/find-environment"
import { environmentSchema, updateEnvironmentSchema } from "@/lib/ledger/environments/schema"
import { updateEnvironment } from "@/lib/ledger/environments/write-environment"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const params = z.object({ name: z.string() })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/environments/{name}", {
  GET: endpoint({
    summary: "Get an environment",
    description: "By name or alias. Slashes can be percent-encoded or not.",
    access: "deployments:read",
    params,
    response: environmentSchema,
    etag: true,
    verb: (actor, { params }) => getEnvironment(actor, params.name),
  }),
  PATCH: endpoint({
    summary: "Update an environment",
    description:
      "The name can be changed too; deployments are kept. `aliases` replaces all aliases; the old name becomes an alias only if it is listed. `rank: null` removes the environment from the promotion order and `archived: true` archives it; both can be undone.",
    access: "admin",
    params,
    body: updateEnvironmentSchema,
    response: environmentSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => updateEnvironment(actor, params.name, body, ifMatch),
  }),
})
