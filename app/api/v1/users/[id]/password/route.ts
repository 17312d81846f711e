import { resetPassword } from "@/lib/identity/users/change-password"
import { resetPasswordResponseSchema, resetPasswordSchema } from "@/lib/identity/users/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}/password", {
  POST: endpoint({
    summary: "Reset a user's password",
    description:
      "Ends the user's sessions. If no password is given, one is generated and returned only in this response.",
    access: "admin",
    params: idParams("user"),
    body: resetPasswordSchema,
    response: resetPasswordResponseSchema,
    verb: (actor, { params, body }) => resetPassword(actor, params.id, body),
  }),
})
