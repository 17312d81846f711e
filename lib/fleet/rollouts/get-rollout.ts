import type { Actor } from "@/lib/identity/auth/actor"
import { findRollout } from "./find-rollout"
import { readNames } from "./read-names"
import { readProgress } from "./read-progress"
import { lastChange, readReleases } from "./read-releases"
import type { Rollout, RolloutDetail } from "./schema"
import { type RolloutRow, toRollout } from "./to-rollout"

/** How many releases are told of at a time. */
const maxChanges = 500

/** A rollout with its releases in their order, those of tenants that the caller may see. */
export async function getRollout(actor: Actor, id: string): Promise<RolloutDetail> {
  const row = await findRollout(actor, id)
  const { releases, changes } = await readReleases(actor, row, { after: null })
  return { ...(await withProgress(actor, row)), changes, releases }
}

/**
 * The same with the releases alone that have changed since `after`, in the order of their changes; null: with none, and
 * whoever asks goes on from its `changes`. Where there are many, the rest is there by asking again.
 */
export async function getRolloutChanges(
  actor: Actor,
  id: string,
  after: number | null,
): Promise<{ rollout: RolloutDetail; isAll: boolean }> {
  const row = await findRollout(actor, id)
  // Before the counts are read, so that what is counted and not told comes with the next.
  const { releases, changes } =
    after === null
      ? { releases: [], changes: await lastChange(actor, id) }
      : await readReleases(actor, row, { after, limit: maxChanges })
  const rollout = { ...(await withProgress(actor, row)), changes, releases }
  return { rollout, isAll: releases.length < maxChanges }
}

async function withProgress(actor: Actor, row: RolloutRow): Promise<Rollout> {
  const progress = await readProgress(actor, [row.id])
  const names = await readNames(actor, row.stateReleases)
  return toRollout(row, { progress, names: row.stateReleases.flatMap((one) => names.get(one) ?? []) })
}
