import { z } from "zod"
import { listUnmanaged } from "@/lib/fleet/releases/list-unmanaged"
import { unmanagedQuerySchema, unmanagedReleaseSchema } from "@/lib/fleet/releases/unmanaged-schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/unmanaged", {
  GET: endpoint({
    summary: "Releases in the clusters that Slipway does not manage",
    description:
      "Found by the watch of each cluster, the last found first. A token that is limited to tenants sees those in their namespaces.",
    access: "releases:read",
    query: unmanagedQuerySchema,
    answer: z.array(unmanagedReleaseSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listUnmanaged(actor, query), url),
  }),
})
