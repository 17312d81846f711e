import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, query } from "@/lib/platform/db/transaction"
import { compareRank, rankedEnvironments } from "./promotion-order"

/**
 * The environments the caller can see and select, in promotion order, followed by those outside it. Excludes archived
 * ones (with `at`: those archived by then) and members of families.
 */
export function readEnvironments(actor: Actor, at: Date | null = null): Promise<EnvironmentRef[]> {
  return read(Prisma.sql`${isVisibleSql(actor)} AND e.family_id IS NULL AND ${notArchived(at)}`)
}

export async function readEnvironmentNames(actor: Actor): Promise<string[]> {
  return (await readEnvironments(actor)).map(({ name }) => name)
}

/** The environments of the promotion order that the caller can see, lowest rank first. */
export async function readPromotionOrder(
  actor: Actor,
  at: Date | null = null,
): Promise<(EnvironmentRef & { rank: number })[]> {
  return rankedEnvironments(await readEnvironments(actor, at))
}

/** Every environment in which something may run: includes members of families, excludes those archived by then. */
export function readLiveEnvironments(actor: Actor, at: Date | null = null): Promise<EnvironmentRef[]> {
  return read(Prisma.sql`${isVisibleSql(actor)} AND ${notArchived(at)}`)
}

/** The ids of these environments; null: all environments. */
export async function readLiveEnvironmentIds(actor: Actor): Promise<readonly string[] | null> {
  const archived = await db().environment.count({ where: { archivedAt: { not: null } } })
  return archived === 0 ? actor.environmentIds : (await readLiveEnvironments(actor)).map(({ id }) => id)
}

/** Every environment the caller can see, including archived ones and members of families, for reading history. */
export function readAllEnvironments(actor: Actor): Promise<EnvironmentRef[]> {
  return read(isVisibleSql(actor))
}

async function read(condition: Prisma.Sql): Promise<EnvironmentRef[]> {
  const environments = await query<EnvironmentRef>(
    Prisma.sql`SELECT ${environmentRefSql} FROM ${environmentSql} WHERE ${condition}`,
  )
  return environments.sort(compareRank)
}

const isVisibleSql = (actor: Actor) => visibleTo(actor).environments.sql(Prisma.sql`e.id`)

function notArchived(at: Date | null): Prisma.Sql {
  return Prisma.sql`(e.archived_at IS NULL OR e.archived_at > ${at}::timestamptz)`
}

export type EnvironmentRef = {
  id: string
  name: string
  /** null: outside the promotion order. */
  rank: number | null
  production: boolean
  /** If set, it accepts no new records. For a member of a family: the value of the family. */
  archivedAt: Date | null
  /** The environment whose pattern alias created this one. */
  familyId: string | null
  /** Reasons of the gate that only warn here. Of a member of a family: those of the family. */
  gateWarnings: readonly string[]
  /** Its own id and those of its members, for filters. */
  ids: readonly string[]
}

/** An environment `e` as EnvironmentRef; each read of the ledger begins with it. */
export const environmentRefSql = Prisma.sql`e.id, e.name, e.rank, e.production, e.family_id AS "familyId",
  CASE WHEN e.family_id IS NULL THEN e.archived_at ELSE f.archived_at END AS "archivedAt",
  COALESCE(f.gate_warnings, e.gate_warnings, '{}') AS "gateWarnings",
  array_prepend(e.id, ARRAY(SELECT m.id FROM environment m WHERE m.family_id = e.id)) AS ids`

export const environmentSql = Prisma.sql`environment e LEFT JOIN environment f ON f.id = e.family_id`

/** Names by id; members of a family have the name of the family. */
export function namesById(environments: readonly EnvironmentRef[]): Map<string, string> {
  return new Map(environments.flatMap(({ ids, name }) => ids.map((id) => [id, name])))
}
