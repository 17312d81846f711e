import { type Previewed, previewDigestOf } from "@/lib/fleet/releases/preview-digest"
import type { Actor } from "@/lib/identity/auth/actor"
import { type Plan, planRollout } from "./plan-rollout"
import type { PreviewRollout, RolloutOptions, RolloutPlan } from "./schema"

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

/** The facts that determine the effect of a rollout: the request, the chart, and the current state of each release. */
export function previewedRollout(plan: Plan, options: RolloutOptions): Previewed {
  const { repository, chartName, targetVersion, chart, releases } = plan
  const { concurrency, waves, bakeSeconds, maxFailures, valuesOverride, timeout } = options
  const { atomic, waitForJobs, skip } = options
  const upgrades = releases
    .filter(({ skipReason }) => skipReason === null)
    .map(({ releaseId, revision, wave }) => [releaseId, revision, wave])
  return {
    kind: "ROLLOUT",
    facts: {
      ...{
        chart: `${repository ?? ""}/${chartName}`,
        chartVersion: targetVersion,
        chartDigest: chart.digest,
      },
      ...{ concurrency, waves, bakeSeconds, maxFailures, valuesOverride, timeout, atomic, waitForJobs, skip },
      releases: upgrades,
    },
  }
}
