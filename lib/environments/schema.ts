import { z } from "zod"

/** Slashes are allowed: some platforms name an environment `production/cluster-1`. */
export const environmentName = z
  .string()
  .min(1)
  .max(63)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._/-]*$/,
    "Letters, digits, dots, dashes, underscores and slashes, starting with a letter or digit.",
  )
  .refine(
    (name) => name.split("/").every((part) => !/^\.{0,2}$/.test(part)),
    "Between slashes there must be more than dots.",
  )

const aliases = z
  .array(environmentName)
  .max(50)
  .refine((names) => new Set(names).size === names.length, "Name each alias once.")

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "A colour as #rrggbb.")

export const environmentSchema = z
  .strictObject({
    name: environmentName,
    rank: z.int().meta({ description: "The rung of the ladder; lower comes first." }),
    aliases: z.array(environmentName),
    production: z.boolean(),
    colour: colour.nullable(),
  })
  .meta({ id: "Environment" })

export type Environment = z.infer<typeof environmentSchema>

export const createEnvironmentSchema = z
  .strictObject({
    name: environmentName,
    rank: z.int().min(0).max(1000),
    aliases: aliases.default([]).meta({ description: "Other names that records may use." }),
    production: z.boolean().default(false),
    colour: colour.nullable().default(null),
  })
  .meta({ id: "CreateEnvironment" })

export type CreateEnvironment = z.infer<typeof createEnvironmentSchema>

export const changeEnvironmentSchema = z
  .strictObject({
    name: environmentName.optional(),
    rank: z.int().min(0).max(1000).optional(),
    aliases: aliases.optional().meta({ description: "All of them; one left out is an alias no more." }),
    production: z.boolean().optional(),
    colour: colour.nullable().optional(),
  })
  .meta({ id: "ChangeEnvironment" })

export type ChangeEnvironment = z.infer<typeof changeEnvironmentSchema>
