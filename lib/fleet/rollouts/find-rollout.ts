import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { type RolloutRow, withWaves } from "./to-rollout"

/** What narrows every query to rollouts of which the caller may know a release. */
export function visibleRollouts(actor: Actor): Prisma.RolloutWhereInput {
  return actor.tenantIds === null ? {} : { releases: { some: ofVisibleTenants(actor) } }
}

/** The stored row; 404 also for one that concerns only tenants the caller may not know of. */
export async function findRollout(actor: Actor, id: string): Promise<RolloutRow> {
  const row = await db().rollout.findFirst({
    where: { AND: [{ id }, visibleRollouts(actor)] },
    include: withWaves,
  })
  if (row === null) throw new DomainError("not_found", `There is no rollout ${id}.`)
  return row
}

/** Whoever writes to a rollout holds this until the transaction ends. Answers whether there is one. */
export async function lockRollout(id: string): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`SELECT 1 FROM rollout WHERE id = ${id}::uuid FOR UPDATE`
  return rows.length > 0
}

/** Throws a 403 for a caller who may not know of every release that the rollout would change. */
export async function requireWhole(actor: Actor, rolloutId: string): Promise<void> {
  if (actor.tenantIds === null) return
  const other = await db().rolloutRelease.findFirst({
    where: { rolloutId, tenantId: { notIn: [...actor.tenantIds] } },
  })
  if (other === null) return
  throw new DomainError(
    "forbidden",
    "This token is limited to some tenants, and the rollout concerns others too.",
    { code: "token_limited" },
  )
}
