import { z } from "zod"
import { listUnmanaged } from "@/lib/fleet/releases/list-unmanaged"
import { unmanagedQuerySchema, unmanagedReleaseSchema } from "@/lib/fleet/releases/unmanaged-schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/unmanaged", {
  GET: endpoint({
    summary: "List releases that Slipway does not manage",
    description:
      "Helm releases found in the clusters, most recently found first. A token limited to tenants sees only those in their namespaces.",
    access: "releases:read",
    query: unmanagedQuerySchema,
    answer: z.array(unmanagedReleaseSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listUnmanaged(actor, query), url),
  }),
})
