import { z } from "zod"
import { deleteColumnLayout, updateColumnLayout } from "@/lib/identity/views/column-layouts"
import { columnLayoutSchema, listName } from "@/lib/identity/views/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

const params = z.object({ list: listName })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me/layouts/{list}", {
  PUT: endpoint({
    summary: "Save your column layout of a list",
    access: "person",
    params,
    body: columnLayoutSchema,
    response: columnLayoutSchema,
    verb: (actor, { params: { list }, body }) => updateColumnLayout(actor, list, body),
  }),
  DELETE: endpoint({
    summary: "Reset your column layout of a list",
    access: "person",
    params,
    status: 204,
    verb: (actor, { params: { list } }) => deleteColumnLayout(actor, list),
  }),
})
