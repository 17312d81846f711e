import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { type RolloutRow, withWaves } from "./to-rollout"

/** The condition that limits a query to rollouts with at least one release visible to the caller. */
export function visibleRollouts(actor: Actor): Prisma.RolloutWhereInput {
  const { isLimited, where } = scopeOf(actor).tenants
  return isLimited ? { releases: { some: { tenantId: where } } } : {}
}

/** The stored row; 404 also when the caller may see none of its releases. */
export async function findRollout(actor: Actor, id: string): Promise<RolloutRow> {
  const row = await db().rollout.findFirst({
    where: { AND: [{ id }, visibleRollouts(actor)] },
    include: withWaves,
  })
  if (row === null) throw new DomainError("not_found", `There is no rollout ${id}.`)
  return row
}

/** Locks a rollout until the transaction ends, as every writer must. Returns whether it exists. */
export async function lockRollout(id: string): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`SELECT 1 FROM rollout WHERE id = ${id}::uuid FOR UPDATE`
  return rows.length > 0
}

/** Notifies subscribers of the rollout, in the current transaction. */
export async function publishRolloutUpdate(rolloutId: string): Promise<void> {
  await db().rollout.update({ where: { id: rolloutId }, data: { updatedAt: new Date() } })
  await publishEvent("rollout.updated", rolloutId)
}

/** Throws a 403 when the caller may not see every release that the rollout would change. */
export async function requireWhole(actor: Actor, rolloutId: string): Promise<void> {
  const { isLimited, where } = scopeOf(actor).tenants
  if (!isLimited) return
  const other = await db().rolloutRelease.findFirst({ where: { rolloutId, NOT: { tenantId: where } } })
  if (other === null) return
  throw new DomainError(
    "forbidden",
    "The rollout includes tenants outside of this token's limit. Use a token without a tenant limit.",
    "token_limited",
  )
}
