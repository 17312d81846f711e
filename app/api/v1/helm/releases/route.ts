import { releaseQuerySchema } from "@/lib/fleet/releases/fleet-schema"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { listReleases } from "@/lib/fleet/releases/list-releases"
import { installReleaseSchema, releaseSchema } from "@/lib/fleet/releases/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { accepted } from "./accepted-response"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases", {
  GET: endpoint({
    summary: "List releases, newest first",
    description:
      "Releases that match all filters, of the tenants the caller can see. Includes uninstalled releases.",
    access: "releases:read",
    query: releaseQuerySchema,
    response: releaseSchema.array(),
    verb: (actor, { query }) => listReleases(actor, query),
  }),
  POST: endpoint({
    summary: "Install a chart for a tenant",
    description:
      "Returns 202 with the release in PENDING_INSTALL; follow `Operation-Location` for the progress. Invalid requests are rejected before the operation is queued.",
    access: "releases:write",
    body: installReleaseSchema,
    response: releaseSchema,
    status: 202,
    verb: async (actor, { body }) => accepted(await installRelease(actor, body)),
  }),
})
