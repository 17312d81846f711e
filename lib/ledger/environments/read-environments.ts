import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { type EnvironmentRef, environmentRefSelect, toEnvironmentRef } from "./environment-ref"
import { compareOnLadder, stagesOf } from "./ladder"

/** An environment of the promotion order. */
export type Stage = EnvironmentRef & { rank: number }

/**
 * The environments the caller can see and select, in promotion order, followed by those outside it. Excludes archived
 * ones (with `at`: those archived by then) and members of families.
 */
export function readEnvironments(actor: Actor, at: Date | null = null): Promise<EnvironmentRef[]> {
  return read({ AND: [visibleTo(actor), { familyId: null }, notArchived(at)] })
}

/** The stages of the promotion order that the caller can see, lowest first. */
export async function readLadder(actor: Actor, at: Date | null = null): Promise<Stage[]> {
  return stagesOf(await readEnvironments(actor, at))
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
  return rows.map(toEnvironmentRef).sort(compareOnLadder)
}

function visibleTo({ environmentIds }: Actor): Prisma.EnvironmentWhereInput {
  return environmentIds === null ? {} : { id: { in: [...environmentIds] } }
}

function notArchived(at: Date | null): Prisma.EnvironmentWhereInput {
  return at === null ? { archivedAt: null } : { OR: [{ archivedAt: null }, { archivedAt: { gt: at } }] }
}
