import { z } from "zod"
import { scopeSchema } from "@/lib/identity/auth/scope-schema"
import { instant } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"

export const tokenStates = ["ACTIVE", "EXPIRED", "REVOKED"] as const
export const tokenStateSchema = z.enum(tokenStates)
export type TokenState = z.infer<typeof tokenStateSchema>

export const tokenSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    state: tokenStateSchema,
    prefix: z.string().meta({ description: "How the token begins." }),
    lastFour: z.string().meta({ description: "How the token ends." }),
    scopes: z.array(scopeSchema),
    environments: z.array(z.string()).meta({ description: "Limited to these; empty: not limited." }),
    tenants: z.array(z.string()).meta({ description: "Limited to these; empty: not limited." }),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: "To the minute." }),
    revokedAt: z.iso.datetime().nullable(),
    revokedBy: z.string().nullable(),
  })
  .meta({ id: "Token" })

export type Token = z.infer<typeof tokenSchema>

export const createdTokenSchema = tokenSchema
  .extend({ token: z.string().meta({ description: "The token itself, shown only here.", readOnly: true }) })
  .meta({ id: "CreatedToken" })

export type CreatedToken = z.infer<typeof createdTokenSchema>

export const createTokenSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, "Required.")
      .max(100)
      .meta({ description: "Stands in records as who did it, so name the pipeline." }),
    scopes: z
      .array(scopeSchema)
      .min(1, "Choose at least one.")
      .refine((chosen) => new Set(chosen).size === chosen.length, "A scope is named twice."),
    environments: z
      .array(z.string().trim().min(1, "Must not be empty.").max(255, "At most 255 characters."))
      .max(100)
      .default([])
      .meta({ description: "Names or aliases of the only environments it may see and change; empty: all." }),
    tenants: z
      .array(z.uuid())
      .max(1000)
      .default([])
      .meta({ description: "Ids of the only tenants it may see and change; empty: all." }),
    expiresAt: instant.nullish().meta({ description: "Not given: it does not expire." }),
  })
  .meta({ id: "CreateToken" })

export type CreateToken = z.infer<typeof createTokenSchema>

export const tokensQuerySchema = z.strictObject({
  state: tokenStateSchema.optional(),
  q: z.string().max(200).optional().meta({ description: "Part of the name." }),
  ...pageQuery,
})

export type TokensQuery = z.infer<typeof tokensQuerySchema>
