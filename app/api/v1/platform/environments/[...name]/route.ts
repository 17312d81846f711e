import { z } from "zod"
import { changeEnvironment } from "@/lib/ledger/environments/change-environment"
import { getEnvironment } from "@/lib/ledger/environments/get-environment"
import { changeEnvironmentSchema, environmentSchema } from "@/lib/ledger/environments/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

const params = z.object({ name: z.string() })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/environments/{name}", {
  GET: endpoint({
    summary: "One environment",
    description: "By name or alias; slashes may be percent-encoded or not.",
    access: "deployments:read",
    params,
    answer: environmentSchema,
    etag: true,
    verb: (actor, { params }) => getEnvironment(actor, params.name),
  }),
  PATCH: endpoint({
    summary: "Change an environment",
    description:
      "Also its name: deployments stay with it. `aliases` replaces all of them; the old name is an alias only when it is listed. `rank: null` puts it beside the promotion order, `archived: true` archives it; both can be undone.",
    access: "admin",
    params,
    body: changeEnvironmentSchema,
    answer: environmentSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => changeEnvironment(actor, params.name, body, ifMatch),
  }),
})
