import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import type { Actor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { RolloutReleaseState } from "./schema"

/** The number of releases of a wave in a state: those visible to the caller, and all. */
export type WaveCount = {
  rolloutId: string
  wave: number | null
  state: RolloutReleaseState
  count: number
  all: number
}

/** The releases of rollouts, counted by wave and state. */
export async function readProgress(actor: Actor | null, rolloutIds: readonly string[]): Promise<WaveCount[]> {
  if (rolloutIds.length === 0) return []
  const { tenantId } = actor === null ? {} : ofVisibleTenants(actor)
  const mine =
    tenantId === undefined ? Prisma.empty : Prisma.sql`FILTER (WHERE tenant_id = ANY(${tenantId.in}::uuid[]))`
  return db().$queryRaw<WaveCount[]>`
    SELECT rollout_id AS "rolloutId", wave, state::text AS state, (count(*) ${mine})::int AS count, count(*)::int AS all
    FROM rollout_release WHERE rollout_id = ANY(${[...rolloutIds]}::uuid[])
    GROUP BY rollout_id, wave, state`
}
