import { createUser } from "@/lib/identity/users/change-password"
import { listUsers } from "@/lib/identity/users/find-user"
import {
  createdUserSchema,
  createUserSchema,
  userSchema,
  usersQuerySchema,
} from "@/lib/identity/users/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/users"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List users, newest first",
    access: "admin",
    query: usersQuerySchema,
    response: userSchema.array(),
    verb: (actor, { query }) => listUsers(actor, query),
  }),
  POST: endpoint({
    summary: "Create a user",
    description: "If no password is given, one is generated and returned only in this response.",
    access: "admin",
    body: createUserSchema,
    response: createdUserSchema,
    status: 201,
    verb: async (actor, { body }) => created(path, await createUser(actor, body)),
  }),
})
