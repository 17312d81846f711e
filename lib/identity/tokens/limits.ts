import { rejectFields } from "@/lib/platform/collect-faults"
import { db } from "@/lib/platform/db/transaction"

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
