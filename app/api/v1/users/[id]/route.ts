import { z } from "zod"
import { changeUser } from "@/lib/identity/users/change-user"
import { getUser } from "@/lib/identity/users/get-user"
import { changeUserSchema, userSchema } from "@/lib/identity/users/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

const params = z.object({ id: z.uuid("Not a user id.") })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}", {
  GET: endpoint({
    summary: "One user",
    access: "admin",
    params,
    answer: userSchema,
    etag: true,
    verb: (actor, { params }) => getUser(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Rename, promote, demote, disable or enable a user",
    description: "Counts at the user's next request. The last admin stays one: 409.",
    access: "admin",
    params,
    body: changeUserSchema,
    answer: userSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => changeUser(actor, params.id, body, ifMatch),
  }),
})
