import { z } from "zod"
import { listAnnotations } from "@/lib/ledger/annotations/list-annotations"
import {
  annotationSchema,
  annotationsQuerySchema,
  createAnnotationSchema,
} from "@/lib/ledger/annotations/schema"
import { createAnnotation } from "@/lib/ledger/annotations/write-annotation"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"
import { reply } from "@/lib/web/http/reply"

const path = "/api/v1/platform/annotations"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List annotations",
    description:
      "Freezes, incidents and notes that people entered about a time, those that start last first. With `application` or `environment` also those about all.",
    access: "deployments:read",
    query: annotationsQuerySchema,
    answer: z.array(annotationSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listAnnotations(actor, query), url),
  }),
  POST: endpoint({
    summary: "Create an annotation",
    description: "It is shown on the graphs of Insights. It stops no deployment, also as a FREEZE.",
    access: "deployments:write",
    body: createAnnotationSchema,
    answer: annotationSchema,
    status: 201,
    etag: true,
    verb: async (actor, { body }) => {
      const annotation = await createAnnotation(actor, body)
      return reply(annotation, { headers: { location: `${path}/${annotation.id}` } })
    },
  }),
})
