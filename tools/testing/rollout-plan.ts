import type { PlannedRelease, RolloutPlan } from "@/lib/fleet/rollouts/schema"

/** A release in a plan to 1.1.0. */
export function plannedRelease(
  tenantSlug: string,
  skipReason: PlannedRelease["skipReason"],
  wave = 0,
): PlannedRelease {
  return {
    releaseId: crypto.randomUUID(),
    releaseName: `${tenantSlug}-ai`,
    namespace: tenantSlug,
    tenantId: crypto.randomUUID(),
    tenantSlug,
    tenantName: tenantSlug,
    cluster: "sandbox",
    wave,
    fromVersion: "1.0.0",
    toVersion: "1.1.0",
    jump: "minor",
    current: null,
    skipReason,
    skipDetail: skipReason && "Skipped.",
  }
}

/** A plan of these releases in waves with these names. */
export function rolloutPlan(waveNames: readonly string[], releases: PlannedRelease[]): RolloutPlan {
  const upgrades = releases.filter(({ skipReason }) => skipReason === null)
  return {
    chartName: "ai",
    repository: null,
    targetVersion: "1.1.0",
    path: null,
    previewDigest: "",
    upgrades: upgrades.length,
    skips: releases.length - upgrades.length,
    waves: waveNames.map((name, index) => ({
      name,
      selector: {},
      releases: upgrades.filter(({ wave }) => wave === index).length,
    })),
    releases,
  }
}
