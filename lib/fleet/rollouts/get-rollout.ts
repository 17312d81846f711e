import type { Actor } from "@/lib/identity/auth/actor"
import { findRollout } from "./find-rollout"
import { readNames } from "./read-names"
import { readProgress } from "./read-progress"
import { lastChange, readReleases } from "./read-releases"
import type { Rollout, RolloutDetail } from "./schema"
import { type RolloutRow, toRollout } from "./to-rollout"

/** The maximum number of changed releases per response. */
const maxChanges = 500

/** A rollout with its releases in order, limited to tenants visible to the caller. */
export async function getRollout(actor: Actor, id: string): Promise<RolloutDetail> {
  const row = await findRollout(actor, id)
  const { releases, changes } = await readReleases(actor, row, { after: null })
  return { ...(await withProgress(actor, row)), changes, releases }
}

/**
 * The same with only the releases changed since `after`, in the order of their changes; null: without releases, to continue
 * from the returned `changes`. If there are more than fit, the rest follows with the next call.
 */
export async function getRolloutChanges(
  actor: Actor,
  id: string,
  after: number | null,
): Promise<{ rollout: RolloutDetail; isAll: boolean }> {
  const row = await findRollout(actor, id)
  // Read before the counts, so that a change counted but not included here follows with the next call.
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
