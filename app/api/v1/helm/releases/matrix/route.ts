import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { matrixRowSchema, releaseQuerySchema } from "@/lib/releases/fleet-schema"
import { listFleetMatrix } from "@/lib/releases/list-fleet-matrix"

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
