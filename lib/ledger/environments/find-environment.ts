import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { EnvironmentName, Environment as EnvironmentRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { didYouMean } from "@/lib/platform/nearest"
import { foldName } from "./environment-names"
import { overridableReasons } from "./gate-warnings"
import { compareRank } from "./promotion-order"
import { resolveEnvironment } from "./resolve-environment"
import type { Environment, EnvironmentsQuery } from "./schema"

/** The stored environment with a name or alias; 404 also if the caller cannot access it. */
export async function findEnvironment(actor: Actor, name: string): Promise<EnvironmentWithNames> {
  const spelled = await db().environmentName.findMany({
    where: { OR: [{ name }, { folded: foldName(name) }] },
    include: { environment: { include: { names: true } } },
  })
  const found = spelled.find((one) => one.name === name) ?? spelled[0] ?? null
  if (found !== null && scopeOf(actor).environments.includes(found.environmentId)) return found.environment
  const known = await db().environmentName.findMany({
    where: {
      environmentId: scopeOf(actor).environments.where,
      environment: { archivedAt: null, familyId: null },
    },
  })
  const near = didYouMean(
    name,
    known.map((one) => one.name),
  )
  throw notFound(`There is no environment "${name}".${near}`)
}

/** Finds an environment by name or alias. */
export async function getEnvironment(actor: Actor, name: string): Promise<Environment> {
  return toEnvironment(await findEnvironment(actor, name))
}

/**
 * The environments the caller may see, in promotion order and then those outside of it; members of families only where the
 * query names the family.
 */
export async function listEnvironments(
  actor: Actor,
  { includeArchived, family }: EnvironmentsQuery = { includeArchived: false },
): Promise<Environment[]> {
  const parent = family === undefined ? null : await resolveEnvironment(actor, family, "/family")
  const rows = await db().environment.findMany({
    where: {
      familyId: parent?.id ?? null,
      archivedAt: includeArchived ? undefined : null,
      id: scopeOf(actor).environments.where,
    },
    include: { names: true },
  })
  return rows.map(toEnvironment).sort(compareRank)
}

export type EnvironmentWithNames = EnvironmentRow & { names: EnvironmentName[] }

/** The only place that maps a row to the API resource. */
export function toEnvironment(row: EnvironmentWithNames): Environment {
  return {
    name: row.name,
    rank: row.rank,
    aliases: row.names
      .filter(({ alias }) => alias)
      .map(({ name }) => name)
      .sort(),
    production: row.production,
    colour: row.colour,
    archived: row.archivedAt !== null,
    archiveAfterDays: row.archiveAfterDays,
    gateWarnings: overridableReasons.filter((reason) => row.gateWarnings.includes(reason)),
  }
}
