import type { Actor } from "@/lib/identity/auth/actor"
import { collectFaults, rejectFields } from "@/lib/platform/collect-faults"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"

/** Resolves a name or alias to an environment; throws a 422 if it does not exist. */
export type ResolveEnvironment = (actor: Actor, name: string) => Promise<{ id: string; name: string }>

/** Each environment once, even if several of its names are listed; the pointer of an error names the invalid entry. */
export async function resolveEnvironments(
  actor: Actor,
  names: readonly string[],
  resolveEnvironment: ResolveEnvironment,
): Promise<{ id: string; name: string }[]> {
  const environments = await collectFaults(
    names.map((name, index) =>
      resolveEnvironment(actor, name).catch((error: unknown) => {
        throw error instanceof DomainError && error.kind === "invalid"
          ? invalid(`/environments/${index}`, error.message, error.details.code)
          : error
      }),
    ),
  )
  return [...new Map(environments.map((environment) => [environment.id, environment])).values()]
}

/** Converts ids of environments to their names, for all rows with one query; a removed one keeps its id. */
export async function environmentNames(
  rows: readonly { environments: string[] }[],
): Promise<(ids: readonly string[]) => string[]> {
  const ids = [...new Set(rows.flatMap((row) => row.environments))]
  const environments = ids.length === 0 ? [] : await db().environment.findMany({ where: { id: { in: ids } } })
  const names = new Map(environments.map(({ id, name }) => [id, name]))
  return (limits) => limits.map((id) => names.get(id) ?? id)
}

/** Each tenant once; 422 for unknown ones, which no event or request could match. */
export async function knownTenants(ids: readonly string[]): Promise<string[]> {
  const rows = await db().tenant.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
  const knownIds = new Set(rows.map(({ id }) => id))
  rejectFields(
    ids.flatMap((id, index) =>
      knownIds.has(id) ? [] : [{ pointer: `/tenants/${index}`, message: `There is no tenant ${id}.` }],
    ),
  )
  return [...new Set(ids)]
}
