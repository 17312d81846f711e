import { previewDigestOf } from "@/lib/fleet/releases/preview-digest"
import type { Actor } from "@/lib/identity/auth/actor"
import { planRollout } from "./plan-rollout"
import { previewedRollout } from "./previewed-rollout"
import type { PreviewRollout, RolloutPlan } from "./schema"

/** Previews a rollout: the affected releases with versions and waves, and the skipped ones with reasons. */
export async function previewRollout(
  actor: Actor,
  { chartName: reference, targetVersion, ...options }: PreviewRollout,
): Promise<RolloutPlan> {
  const plan = await planRollout(actor, reference, targetVersion, options)
  const { chartName, repository, releases } = plan
  const upgrades = releases.filter(({ skipReason }) => skipReason === null)
  return {
    ...{ chartName, repository, targetVersion },
    upgrades: upgrades.length,
    skips: releases.length - upgrades.length,
    waves: options.waves.map((wave, place) => ({
      ...wave,
      releases: upgrades.filter((release) => release.wave === place).length,
    })),
    releases: releases.map(({ repository: _repository, revision: _revision, ...planned }) => planned),
    previewDigest: previewDigestOf(previewedRollout(plan, options)),
  }
}
