import { getQuarantine } from "@/lib/policy/quarantine/list-quarantines"
import { liftQuarantineSchema, quarantineSchema } from "@/lib/policy/quarantine/schema"
import { liftQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("quarantine")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/quarantine/{id}", {
  GET: endpoint({
    summary: "Get a quarantine",
    access: "signed-in",
    params,
    response: quarantineSchema,
    etag: true,
    verb: (actor, { params }) => getQuarantine(actor, params.id),
  }),
  DELETE: endpoint({
    summary: "Lift a quarantine",
    description:
      "The version may be deployed again. The quarantine stays in the list, with who lifted it, when and why. Lifting it again changes nothing.",
    access: "releases:write",
    params,
    query: liftQuarantineSchema,
    response: quarantineSchema,
    ifMatch: true,
    verb: (actor, { params, query }, { ifMatch }) => liftQuarantine(actor, params.id, query, ifMatch),
  }),
})
