import { changeOwnPassword } from "@/lib/identity/users/change-password"
import { changePasswordSchema } from "@/lib/identity/users/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me/password", {
  POST: endpoint({
    summary: "Change your password",
    description:
      "Ends all your sessions, including this one. A wrong current password counts as a failed sign-in (429).",
    access: "person",
    body: changePasswordSchema,
    status: 204,
    verb: (actor, { body }) => changeOwnPassword(actor, body),
  }),
})
