import { z } from "zod"
import { references } from "@/lib/identity/auth/references"
import { apiObject } from "@/lib/platform/api-object"
import { displayName } from "@/lib/platform/display-name"
import { foldName } from "./environment-names"
import { overridableReasons } from "./gate-warnings"

/** Slashes are allowed: some platforms use names such as `production/cluster-1`. */
const environmentName = z
  .string()
  .min(1)
  .max(63)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._/-]*$/,
    "Use letters, digits, dots, dashes, underscores and slashes, starting with a letter or digit.",
  )
  .refine(
    (name) => name.split("/").every((part) => !/^\.{0,2}$/.test(part)),
    "A path segment cannot consist of dots only.",
  )

const printable = displayName(255)

/** How requests refer to an environment: by name or alias, case-insensitive. */
export const environmentReference = printable.register(references, {
  lookUp: async (actor, name) => (await import("./resolve-environment")).resolveEnvironment(actor, name),
})

const alias = printable.refine((text) => !/^[*\s]+$/.test(text), "A pattern must contain more than `*`.")

const aliases = z
  .array(alias)
  .max(50)
  .refine((names) => new Set(names.map(foldName)).size === names.length, "List each alias once.")
  .meta({
    description:
      "Other names that requests may use, compared without case. An alias with `*` is a pattern (`review/*`): a record for a name that matches it creates an environment of that name, which counts as part of this one in filters, is listed with `?family=`, and is archived after `archiveAfterDays` without a record.",
  })

const rank = z.int().min(0).max(1000).nullable().meta({
  description: "The stage in the promotion order; lower comes first. null: outside the promotion order.",
})

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "Enter a color as #rrggbb.")

const archived = z.boolean().meta({
  description:
    "An archived environment keeps its history, accepts no new records, and is excluded from the promotion order, lists and error messages. false restores it.",
})

const archiveAfterDays = z.int().min(1).max(3650).nullable().meta({
  description:
    "After how many days without a record an environment that a pattern alias of this one created is archived. null: never.",
})

const gateWarnings = z.array(z.enum(overridableReasons)).max(overridableReasons.length).meta({
  description: "Reasons of the gate that only warn in this environment; by default they block.",
})

export const environmentSchema = apiObject("Environment", {
  name: z.string(),
  rank,
  aliases: z.array(z.string()),
  production: z.boolean(),
  colour: colour.nullable(),
  archived,
  archiveAfterDays,
  gateWarnings,
})

export type Environment = z.infer<typeof environmentSchema>

const fields = {
  name: environmentName,
  rank,
  aliases,
  production: z.boolean(),
  colour: colour.nullable(),
  archiveAfterDays,
  gateWarnings,
}

export const createEnvironmentSchema = apiObject("CreateEnvironment", {
  ...fields,
  aliases: aliases.default([]),
  production: fields.production.default(false),
  colour: fields.colour.default(null),
  archiveAfterDays: archiveAfterDays.default(14),
  gateWarnings: gateWarnings.default([]),
})

export type CreateEnvironment = z.infer<typeof createEnvironmentSchema>

export const updateEnvironmentSchema = z
  .strictObject({
    ...fields,
    aliases: aliases.meta({ description: "Replaces all aliases; omitted ones are removed." }),
    archived,
  })
  .partial()
  .meta({ id: "UpdateEnvironment" })

export type UpdateEnvironment = z.infer<typeof updateEnvironmentSchema>

export const environmentsQuerySchema = z.strictObject({
  includeArchived: z
    .stringbool()
    .default(false)
    .meta({ description: "Include archived environments. Default: false." }),
  family: environmentReference
    .optional()
    .meta({ description: "Only the environments that the pattern aliases of this one created, by name." }),
})

export type EnvironmentsQuery = z.infer<typeof environmentsQuerySchema>
