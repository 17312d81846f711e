import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { resetPassword } from "@/lib/users/change-password"
import { resetPasswordAnswerSchema, resetPasswordSchema } from "@/lib/users/schema"

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
