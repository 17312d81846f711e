import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { changeOwnPassword } from "@/lib/users/change-password"
import { changePasswordSchema } from "@/lib/users/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me/password", {
  POST: endpoint({
    summary: "Change my password",
    description:
      "Ends all my sessions, this one too. Wrong present passwords count as failed sign-ins (429).",
    access: "person",
    body: changePasswordSchema,
    status: 204,
    verb: (actor, { body }) => changeOwnPassword(actor, body),
  }),
})
