import { z } from "zod"
import { changeOwnPassword, createUser, resetPassword } from "@/lib/identity/users/change-password"
import { endOwnSessions, endUserSessions } from "@/lib/identity/users/end-sessions"
import { getMe, getUser, listUsers } from "@/lib/identity/users/find-user"
import {
  changePasswordSchema,
  createdUserSchema,
  createUserSchema,
  meSchema,
  resetPasswordResponseSchema,
  resetPasswordSchema,
  updateUserSchema,
  userSchema,
  usersQuerySchema,
} from "@/lib/identity/users/schema"
import { updateUser } from "@/lib/identity/users/update-user"
import {
  deleteColumnLayout,
  listColumnLayouts,
  updateColumnLayout,
} from "@/lib/identity/views/column-layouts"
import { createView, deleteView, listViews } from "@/lib/identity/views/saved-views"
import {
  columnLayoutSchema,
  columnLayoutsSchema,
  createViewSchema,
  listName,
  viewSchema,
  viewsQuerySchema,
} from "@/lib/identity/views/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const layoutParams = z.object({ list: listName })
const userParams = idParams("user")

export const users = defineRoute("/api/v1/users", {
  GET: endpoint({
    summary: "List users, newest first",
    access: "admin",
    query: usersQuerySchema,
    response: userSchema.array(),
    handler: (actor, { query }) => listUsers(actor, query),
  }),
  POST: endpoint({
    summary: "Create a user",
    description: "If no password is given, one is generated and returned only in this response.",
    access: "admin",
    body: createUserSchema,
    response: createdUserSchema,
    status: 201,
    handler: (actor, { body }) => createUser(actor, body),
  }),
})

export const me = defineRoute("/api/v1/users/me", {
  GET: endpoint({
    summary: "Get the signed-in user",
    description: "The user and the scopes of their role. Returns 403 for an API token, which has no account.",
    access: "person",
    response: meSchema,
    etag: true,
    handler: (actor) => getMe(actor),
  }),
})

export const columnLayouts = defineRoute("/api/v1/users/me/layouts", {
  GET: endpoint({
    summary: "Get your column layouts",
    access: "person",
    response: columnLayoutsSchema,
    handler: (actor) => listColumnLayouts(actor),
  }),
})

export const columnLayout = defineRoute("/api/v1/users/me/layouts/{list}", {
  PUT: endpoint({
    summary: "Save your column layout of a list",
    access: "person",
    params: layoutParams,
    body: columnLayoutSchema,
    response: columnLayoutSchema,
    handler: (actor, { params: { list }, body }) => updateColumnLayout(actor, list, body),
  }),
  DELETE: endpoint({
    summary: "Reset your column layout of a list",
    access: "person",
    params: layoutParams,
    handler: (actor, { params: { list } }) => deleteColumnLayout(actor, list),
  }),
})

export const ownPassword = defineRoute("/api/v1/users/me/password", {
  POST: endpoint({
    summary: "Change your password",
    description:
      "Ends all your sessions, including this one. A wrong current password counts as a failed sign-in (429).",
    access: "person",
    body: changePasswordSchema,
    handler: (actor, { body }) => changeOwnPassword(actor, body),
  }),
})

export const ownSessions = defineRoute("/api/v1/users/me/sessions", {
  DELETE: endpoint({
    summary: "Sign out everywhere",
    description: "Ends all your sessions, including this one.",
    access: "person",
    handler: (actor) => endOwnSessions(actor),
  }),
})

export const savedViews = defineRoute("/api/v1/users/me/views", {
  GET: endpoint({
    summary: "List your saved views, by name",
    description: "Your saved filters and columns of lists.",
    access: "person",
    query: viewsQuerySchema,
    response: viewSchema.array(),
    handler: (actor, { query }) => listViews(actor, query),
  }),
  POST: endpoint({
    summary: "Save a view of a list",
    access: "person",
    body: createViewSchema,
    response: viewSchema,
    status: 201,
    handler: (actor, { body }) => createView(actor, body),
  }),
})

export const savedView = defineRoute("/api/v1/users/me/views/{id}", {
  DELETE: endpoint({
    summary: "Delete a saved view",
    access: "person",
    params: idParams("view"),
    handler: (actor, { params }) => deleteView(actor, params.id),
  }),
})

export const user = defineRoute("/api/v1/users/{id}", {
  GET: endpoint({
    summary: "Get a user",
    access: "admin",
    params: userParams,
    response: userSchema,
    handler: (actor, { params }) => getUser(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update a user",
    description:
      "Changes the name or role, or disables or enables the user, with effect from the user's next request. Returns 409 for the last admin.",
    access: "admin",
    params: userParams,
    body: updateUserSchema,
    response: userSchema,
    ifMatch: true,
    handler: (actor, { params, body }, { ifMatch }) => updateUser(actor, params.id, body, ifMatch),
  }),
})

export const userPassword = defineRoute("/api/v1/users/{id}/password", {
  POST: endpoint({
    summary: "Reset a user's password",
    description:
      "Ends the user's sessions. If no password is given, one is generated and returned only in this response.",
    access: "admin",
    params: userParams,
    body: resetPasswordSchema,
    response: resetPasswordResponseSchema,
    handler: (actor, { params, body }) => resetPassword(actor, params.id, body),
  }),
})

export const userSessions = defineRoute("/api/v1/users/{id}/sessions", {
  DELETE: endpoint({
    summary: "Sign a user out everywhere",
    access: "admin",
    params: userParams,
    handler: (actor, { params }) => endUserSessions(actor, params.id),
  }),
})
