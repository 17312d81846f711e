import { z } from "zod"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { describeApi } from "../describe-api"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/openapi.json", {
  GET: endpoint({
    summary: "Get the OpenAPI document",
    access: "public",
    response: z.looseObject({ openapi: z.string() }),
    etag: true,
    verb: async () => ({ ...describeApi() }),
  }),
})
