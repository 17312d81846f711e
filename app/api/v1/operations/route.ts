import { z } from "zod"
import { listOperations } from "@/lib/fleet/operations/find-operation"
import { operationQuerySchema, operationSchema } from "@/lib/fleet/operations/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations", {
  GET: endpoint({
    summary: "List operations, newest first",
    access: "releases:read",
    query: operationQuerySchema,
    answer: z.array(operationSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listOperations(actor, query), url),
  }),
})
