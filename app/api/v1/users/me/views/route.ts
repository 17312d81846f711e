import { createView, listViews } from "@/lib/identity/views/saved-views"
import { createViewSchema, viewSchema, viewsQuerySchema } from "@/lib/identity/views/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/users/me/views"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List your saved views, by name",
    description: "Your saved filters and columns of lists.",
    access: "person",
    query: viewsQuerySchema,
    response: viewSchema.array(),
    verb: (actor, { query }) => listViews(actor, query),
  }),
  POST: endpoint({
    summary: "Save a view of a list",
    access: "person",
    body: createViewSchema,
    response: viewSchema,
    status: 201,
    verb: async (actor, { body }) => created(path, await createView(actor, body)),
  }),
})
