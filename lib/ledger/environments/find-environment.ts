import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { type Environment as EnvironmentRow, Prisma } from "@/lib/platform/db/generated/client"
import { db, query } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { didYouMean } from "@/lib/platform/nearest"
import { foldName } from "./environment-names"
import { overridableReasons } from "./gate-warnings"
import { compareRank } from "./promotion-order"
import { resolveEnvironment } from "./resolve-environment"
import { type Environment, type EnvironmentsQuery, environmentSchema } from "./schema"

export type StoredEnvironment = Omit<EnvironmentRow, "createdAt" | "updatedAt" | "familyId"> & {
  aliases: string[]
}

/** Environments with their names, in one statement: a rename changes both. */
function readStored(condition: Prisma.Sql): Promise<StoredEnvironment[]> {
  return query(Prisma.sql`
    SELECT e.id, e.name, e.rank, e.production, e.colour, e.archived_at AS "archivedAt",
      e.archive_after_days AS "archiveAfterDays", e.gate_warnings AS "gateWarnings",
      ARRAY(SELECT n.name FROM environment_name n WHERE n.environment_id = e.id AND n.alias) AS aliases
    FROM environment e WHERE ${condition}`)
}

const isVisibleSql = (actor: Actor) => visibleTo(actor).environments.sql(Prisma.sql`e.id`)

/** The stored environment with a name or alias; 404 also if the caller cannot access it. */
async function findEnvironment(actor: Actor, name: string): Promise<StoredEnvironment> {
  const [environment] = await readStored(Prisma.sql`${isVisibleSql(actor)} AND e.id = (
    SELECT n.environment_id FROM environment_name n WHERE n.name = ${name} OR n.folded = ${foldName(name)}
    ORDER BY n.name = ${name} DESC LIMIT 1)`)
  if (environment !== undefined) return environment
  const names = await db().environmentName.findMany({
    where: {
      environmentId: visibleTo(actor).environments.where,
      environment: { archivedAt: null, familyId: null },
    },
  })
  const hint = didYouMean(
    name,
    names.map((one) => one.name),
  )
  throw notFound(`There is no environment "${name}".${hint}`)
}

/** Finds an environment and locks it until the transaction ends; it may have been renamed before the lock. */
export async function lockEnvironment(actor: Actor, name: string): Promise<StoredEnvironment> {
  const { id } = await findEnvironment(actor, name)
  await db().$queryRaw`SELECT 1 FROM environment WHERE id = ${id}::uuid FOR UPDATE`
  const [locked] = await readStored(Prisma.sql`e.id = ${id}::uuid`)
  if (locked === undefined) throw notFound(`There is no environment "${name}".`)
  return locked
}

export async function getEnvironment(actor: Actor, name: string): Promise<Environment> {
  return toEnvironment(await findEnvironment(actor, name))
}

/** Lists stages in promotion order, then other environments; members of a family only where the query names it. */
export async function listEnvironments(
  actor: Actor,
  { includeArchived, family }: EnvironmentsQuery = { includeArchived: false },
): Promise<Environment[]> {
  const parent = family === undefined ? null : await resolveEnvironment(actor, family, "/family")
  const isInFamily =
    parent === null ? Prisma.sql`e.family_id IS NULL` : Prisma.sql`e.family_id = ${parent.id}::uuid`
  const open = includeArchived ? Prisma.sql`true` : Prisma.sql`e.archived_at IS NULL`
  const rows = await readStored(Prisma.sql`${isInFamily} AND ${open} AND ${isVisibleSql(actor)}`)
  return rows.map(toEnvironment).sort(compareRank)
}

/** The only place that maps a row to the API resource. */
export function toEnvironment(row: StoredEnvironment): Environment {
  return {
    ...fieldsOf(environmentSchema, row),
    aliases: row.aliases.toSorted(),
    archived: row.archivedAt !== null,
    gateWarnings: overridableReasons.filter((reason) => row.gateWarnings.includes(reason)),
  }
}
