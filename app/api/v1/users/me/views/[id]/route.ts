import { z } from "zod"
import { deleteView } from "@/lib/identity/views/saved-views"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me/views/{id}", {
  DELETE: endpoint({
    summary: "Delete a saved view",
    access: "person",
    params: z.object({ id: z.uuid("Must be the id of a view.") }),
    status: 204,
    verb: (actor, { params }) => deleteView(actor, params.id),
  }),
})
