import { listQuarantines } from "@/lib/policy/quarantine/list-quarantines"
import {
  createQuarantineSchema,
  quarantineSchema,
  quarantinesQuerySchema,
} from "@/lib/policy/quarantine/schema"
import { createQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/quarantine"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List quarantined versions",
    description:
      "Image tags and chart versions that must not be deployed, newest first, including lifted ones.",
    access: "signed-in",
    query: quarantinesQuerySchema,
    response: quarantineSchema.array(),
    verb: (actor, { query }) => listQuarantines(actor, query),
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
    verb: async (actor, { body }) => created(path, await createQuarantine(actor, body)),
  }),
})
