import { z } from "zod"
import { releaseQuerySchema } from "@/lib/fleet/releases/fleet-schema"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { listReleases } from "@/lib/fleet/releases/list-releases"
import { installReleaseSchema, releaseSchema } from "@/lib/fleet/releases/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"
import { accepted } from "./accepted-response"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases", {
  GET: endpoint({
    summary: "The fleet: all releases, newest first",
    description: "All filters together; only the tenants the caller may see. The uninstalled are listed too.",
    access: "releases:read",
    query: releaseQuerySchema,
    answer: z.array(releaseSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listReleases(actor, query), url),
  }),
  POST: endpoint({
    summary: "Install a chart for a tenant",
    description:
      "Asks for it: 202 with the release in PENDING_INSTALL; Operation-Location tells how it goes on. What can be known to be wrong is refused before.",
    access: "releases:write",
    body: installReleaseSchema,
    answer: releaseSchema,
    status: 202,
    verb: async (actor, { body }) => accepted(await installRelease(actor, body)),
  }),
})
