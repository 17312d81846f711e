import { z } from "zod"
import { changeUser } from "@/lib/identity/users/change-user"
import { getUser } from "@/lib/identity/users/find-user"
import { changeUserSchema, userSchema } from "@/lib/identity/users/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

const params = z.object({ id: z.uuid("Must be the id of a user.") })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}", {
  GET: endpoint({
    summary: "Get a user",
    access: "admin",
    params,
    answer: userSchema,
    etag: true,
    verb: (actor, { params }) => getUser(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update a user",
    description:
      "Changes the name or role, or disables or enables the user, with effect from the user's next request. Returns 409 for the last admin.",
    access: "admin",
    params,
    body: changeUserSchema,
    answer: userSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => changeUser(actor, params.id, body, ifMatch),
  }),
})
