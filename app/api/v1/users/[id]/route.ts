import { getUser } from "@/lib/identity/users/find-user"
import { updateUserSchema, userSchema } from "@/lib/identity/users/schema"
import { updateUser } from "@/lib/identity/users/update-user"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("user")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}", {
  GET: endpoint({
    summary: "Get a user",
    access: "admin",
    params,
    response: userSchema,
    etag: true,
    verb: (actor, { params }) => getUser(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update a user",
    description:
      "Changes the name or role, or disables or enables the user, with effect from the user's next request. Returns 409 for the last admin.",
    access: "admin",
    params,
    body: updateUserSchema,
    response: userSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => updateUser(actor, params.id, body, ifMatch),
  }),
})
