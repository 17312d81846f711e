import type { Previewed } from "@/lib/fleet/releases/preview-digest"
import type { Plan } from "./plan-rollout"
import type { RolloutOptions } from "./schema"

/** What decides what a rollout does: the request, the chart, and each release as it is now. */
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
