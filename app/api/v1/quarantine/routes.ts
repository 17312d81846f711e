import { getQuarantine, listQuarantines } from "@/lib/policy/quarantine/list-quarantines"
import {
  createQuarantineSchema,
  liftQuarantineSchema,
  quarantineSchema,
  quarantinesQuerySchema,
} from "@/lib/policy/quarantine/schema"
import { createQuarantine, liftQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("quarantine")

export const quarantines = defineRoute("/api/v1/quarantine", {
  GET: endpoint({
    summary: "List quarantined versions",
    description:
      "Image tags and chart versions that must not be deployed, newest first, including lifted ones.",
    access: "signed-in",
    query: quarantinesQuerySchema,
    response: quarantineSchema.array(),
    handler: (actor, { query }) => listQuarantines(actor, query),
  }),
  POST: endpoint({
    summary: "Quarantine a version",
    description:
      "An image tag: the gate blocks it (`quarantined`). A chart version: installs, upgrades, rollbacks and rollouts to it return 409 `version_quarantined`, queued ones fail, and a rollout to it pauses. What already runs keeps running: its values can be changed, and it can be adopted. 409 `already_quarantined` if it already is.",
    access: "releases:write",
    body: createQuarantineSchema,
    response: quarantineSchema,
    status: 201,
    problems: [409],
    etag: true,
    handler: (actor, { body }) => createQuarantine(actor, body),
  }),
})

export const quarantine = defineRoute("/api/v1/quarantine/{id}", {
  GET: endpoint({
    summary: "Get a quarantine",
    access: "signed-in",
    params,
    response: quarantineSchema,
    handler: (actor, { params }) => getQuarantine(actor, params.id),
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
    handler: (actor, { params, query }, { ifMatch }) => liftQuarantine(actor, params.id, query, ifMatch),
  }),
})
