import { z } from "zod"
import { getDigest } from "@/lib/console/digest/get-digest"
import { digestQuerySchema, digestSchema } from "@/lib/console/digest/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const params = z.object({ week: z.string().meta({ description: "An ISO week, such as 2026-W47." }) })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/digests/{week}", {
  GET: endpoint({
    summary: "Get the digest of a week",
    description:
      "Deployments by environment compared with the week before, rollbacks and failures with their reasons, the slowest deployments, new applications, and release changes.",
    access: "deployments:read",
    params,
    query: digestQuerySchema,
    response: digestSchema,
    etag: true,
    problems: [404],
    verb: (actor, { params, query }) => getDigest(actor, params.week, query),
  }),
})
