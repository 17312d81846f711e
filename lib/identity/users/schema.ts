import { z } from "zod"
import { scopeSchema } from "@/lib/identity/auth/scope-schema"
import { roles } from "@/lib/identity/auth/scopes"
import { apiObject } from "@/lib/platform/api-object"
import { displayName } from "@/lib/platform/display-name"
import { booleanQuery, pageQuery } from "@/lib/platform/page"

export const roleSchema = z.enum(roles)

const emailAddress = z
  .email("Enter a valid email address.")
  .max(254)
  .toLowerCase()
  .meta({ description: "Stored in lowercase." })
const personName = displayName(200)

/** A minimum length but no character rules, as recommended by NIST SP 800-63B. */
const passwordSchema = z
  .string()
  .min(12, "At least 12 characters.")
  .max(200, "At most 200 characters.")
  .meta({ writeOnly: true })

export const userSchema = apiObject("User", {
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  hasPassword: z.boolean().meta({ description: "Can sign in with a Slipway password." }),
  hasSingleSignOn: z.boolean().meta({ description: "Has signed in through the identity provider." }),
  lastSignInAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
})

export type User = z.infer<typeof userSchema>

export const meSchema = userSchema
  .extend({ scopes: z.array(scopeSchema).meta({ description: "The scopes of the role." }) })
  .meta({ id: "Me" })

export type Me = z.infer<typeof meSchema>

export const usersQuerySchema = z.strictObject({
  role: roleSchema.optional(),
  disabled: booleanQuery.optional(),
  q: z.string().max(200).optional().meta({ description: "Part of the name or email address." }),
  ...pageQuery,
})

export type UsersQuery = z.infer<typeof usersQuerySchema>

export const createUserSchema = apiObject("CreateUser", {
  email: emailAddress,
  name: personName,
  role: roleSchema.default("VIEWER"),
  password: passwordSchema.nullish().meta({
    description:
      "If omitted, a password is generated and returned once. null: no password; the user signs in through the identity provider.",
  }),
})

export type CreateUser = z.infer<typeof createUserSchema>

const shownOnce = z.string().nullable().meta({
  description: "The generated password, returned only once; null if no password was generated.",
  readOnly: true,
})

export const createdUserSchema = userSchema.extend({ password: shownOnce }).meta({ id: "CreatedUser" })

export type CreatedUser = z.infer<typeof createdUserSchema>

export const updateUserSchema = apiObject("UpdateUser", {
  name: personName.optional(),
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
})

export type UpdateUser = z.infer<typeof updateUserSchema>

export const resetPasswordSchema = apiObject("ResetPassword", { password: passwordSchema.optional() })

export type ResetPassword = z.infer<typeof resetPasswordSchema>

export const resetPasswordResponseSchema = apiObject("ResetPasswordAnswer", { password: shownOnce })

export const changePasswordSchema = apiObject("ChangePassword", {
  current: z.string().max(1000).meta({ writeOnly: true }),
  next: passwordSchema,
})

export type ChangePassword = z.infer<typeof changePasswordSchema>
