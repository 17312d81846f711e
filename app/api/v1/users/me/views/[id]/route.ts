import { deleteView } from "@/lib/identity/views/saved-views"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me/views/{id}", {
  DELETE: endpoint({
    summary: "Delete a saved view",
    access: "person",
    params: idParams("view"),
    status: 204,
    verb: (actor, { params }) => deleteView(actor, params.id),
  }),
})
