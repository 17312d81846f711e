import { z } from "zod"
import { resetPassword } from "@/lib/identity/users/change-password"
import { resetPasswordAnswerSchema, resetPasswordSchema } from "@/lib/identity/users/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}/password", {
  POST: endpoint({
    summary: "Reset a user's password",
    description:
      "Ends the user's sessions. With no password given one is made and shown once, in this answer.",
    access: "admin",
    params: z.object({ id: z.uuid("Not a user id.") }),
    body: resetPasswordSchema,
    answer: resetPasswordAnswerSchema,
    verb: (actor, { params, body }) => resetPassword(actor, params.id, body),
  }),
})
