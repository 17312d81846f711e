import { z } from "zod"
import { scopeSchema } from "@/lib/identity/auth/scope-schema"
import { apiObject } from "@/lib/platform/api-object"
import { displayName } from "@/lib/platform/display-name"
import { instant } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"

const tokenStates = ["ACTIVE", "EXPIRED", "REVOKED"] as const
const tokenStateSchema = z.enum(tokenStates)
export type TokenState = z.infer<typeof tokenStateSchema>

export const tokenSchema = apiObject("Token", {
  id: z.uuid(),
  name: z.string(),
  state: tokenStateSchema,
  prefix: z.string().meta({ description: "The first characters of the token." }),
  lastFour: z.string().meta({ description: "The last four characters of the token." }),
  scopes: z.array(scopeSchema),
  environments: z.array(z.string()).meta({ description: "The token is limited to these; empty: all." }),
  tenants: z.array(z.string()).meta({ description: "The token is limited to these; empty: all." }),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().meta({ description: "Accurate to the minute." }),
  revokedAt: z.iso.datetime().nullable(),
  revokedBy: z.string().nullable(),
})

export type Token = z.infer<typeof tokenSchema>

export const createdTokenSchema = tokenSchema
  .extend({
    token: z.string().meta({ description: "The token itself; returned only once.", readOnly: true }),
  })
  .meta({ id: "CreatedToken" })

export type CreatedToken = z.infer<typeof createdTokenSchema>

export const createTokenSchema = apiObject("CreateToken", {
  name: displayName(100).meta({
    description: "Shown as the actor in records, so use the name of the pipeline.",
  }),
  scopes: z
    .array(scopeSchema)
    .min(1, "Select at least one scope.")
    .refine((scopes) => new Set(scopes).size === scopes.length, "Each scope must be listed only once."),
  environments: z
    .array(displayName(255))
    .max(100)
    .default([])
    .meta({ description: "Names or aliases of the only environments it can see and change; empty: all." }),
  tenants: z
    .array(z.uuid())
    .max(1000)
    .default([])
    .meta({ description: "Ids of the only tenants it can see and change; empty: all." }),
  expiresAt: instant.nullish().meta({ description: "If omitted, the token does not expire." }),
})

export type CreateToken = z.infer<typeof createTokenSchema>

export const tokensQuerySchema = z.strictObject({
  state: tokenStateSchema.optional(),
  q: z.string().max(200).optional().meta({ description: "Part of the name." }),
  ...pageQuery,
})

export type TokensQuery = z.infer<typeof tokensQuerySchema>
