import { z } from "zod"
import { matrixRowSchema, releaseQuerySchema } from "@/lib/fleet/releases/fleet-schema"
import { listFleetMatrix } from "@/lib/fleet/releases/list-fleet-matrix"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/matrix", {
  GET: endpoint({
    summary: "The fleet as tenants and their charts",
    description:
      "Tenants by slug, each with its releases that pass all filters; a page is of tenants. The uninstalled only with `status=UNINSTALLED`.",
    access: "releases:read",
    query: releaseQuerySchema,
    answer: z.array(matrixRowSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listFleetMatrix(actor, query), url),
  }),
})
