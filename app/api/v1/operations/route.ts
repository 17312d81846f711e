import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { listOperations } from "@/lib/operations/list-operations"
import { operationQuerySchema, operationSchema } from "@/lib/operations/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations", {
  GET: endpoint({
    summary: "What Helm was asked to do, newest first",
    access: "releases:read",
    query: operationQuerySchema,
    answer: z.array(operationSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listOperations(actor, query), url),
  }),
})
