import { listColumnLayouts } from "@/lib/identity/views/column-layouts"
import { columnLayoutsSchema } from "@/lib/identity/views/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me/layouts", {
  GET: endpoint({
    summary: "Get your column layouts",
    access: "person",
    response: columnLayoutsSchema,
    verb: (actor) => listColumnLayouts(actor),
  }),
})
