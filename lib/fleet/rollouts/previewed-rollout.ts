import type { Previewed } from "@/lib/fleet/releases/preview-digest"
import type { Plan } from "./plan-rollout"
import type { RolloutOptions } from "./schema"

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
