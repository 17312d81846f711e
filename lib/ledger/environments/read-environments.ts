import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { compareRank, rankedEnvironments } from "./promotion-order"

/**
 * The environments the caller can see and select, in promotion order, followed by those outside it. Excludes archived
 * ones (with `at`: those archived by then) and members of families.
 */
export function readEnvironments(actor: Actor, at: Date | null = null): Promise<EnvironmentRef[]> {
  return read({ AND: [visibleTo(actor), { familyId: null }, notArchived(at)] })
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
  return read({ AND: [visibleTo(actor), notArchived(at)] })
}

/** The ids of these environments; null: all environments. */
export async function readLiveEnvironmentIds(actor: Actor): Promise<readonly string[] | null> {
  const archived = await db().environment.count({ where: { archivedAt: { not: null } } })
  return archived === 0 ? actor.environmentIds : (await readLiveEnvironments(actor)).map(({ id }) => id)
}

/** Every environment the caller can see, including archived ones and members of families, for reading history. */
export function readAllEnvironments(actor: Actor): Promise<EnvironmentRef[]> {
  return read(visibleTo(actor))
}

async function read(where: Prisma.EnvironmentWhereInput): Promise<EnvironmentRef[]> {
  const rows = await db().environment.findMany({ where, select: environmentRefSelect })
  return rows.map(toEnvironmentRef).sort(compareRank)
}

function visibleTo(actor: Actor): Prisma.EnvironmentWhereInput {
  return { id: scopeOf(actor).environments.where }
}

function notArchived(at: Date | null): Prisma.EnvironmentWhereInput {
  return at === null ? { archivedAt: null } : { OR: [{ archivedAt: null }, { archivedAt: { gt: at } }] }
}

/** The environment fields that the rest of the ledger needs. */
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

/** The relations that `toEnvironmentRef` requires. */
export const environmentRefSelect = {
  id: true,
  name: true,
  rank: true,
  production: true,
  archivedAt: true,
  familyId: true,
  gateWarnings: true,
  family: { select: { archivedAt: true, gateWarnings: true } },
  members: { select: { id: true } },
} satisfies Prisma.EnvironmentSelect

/** Names by id; members of a family have the name of the family. */
export function namesById(environments: readonly EnvironmentRef[]): Map<string, string> {
  return new Map(environments.flatMap(({ ids, name }) => ids.map((id) => [id, name])))
}

type Row = Prisma.EnvironmentGetPayload<{ select: typeof environmentRefSelect }>

export function toEnvironmentRef({ family, members, ...row }: Row): EnvironmentRef {
  return {
    ...row,
    archivedAt: row.familyId === null ? row.archivedAt : (family?.archivedAt ?? null),
    gateWarnings: family?.gateWarnings ?? row.gateWarnings,
    ids: [row.id, ...members.map(({ id }) => id)],
  }
}
