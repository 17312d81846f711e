import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"

type TargetRevision = Pick<Revision, "revision" | "operation" | "status">

/**
 * The revisions a release can be rolled back to: all but the last one, newest first, without uninstalls. After a failed
 * upgrade that includes the revision that ran before. When Helm has an unfinished revision on top, the last known one is
 * included, as rolling back to it resolves that state.
 */
export function rollbackTargets<One extends TargetRevision>(
  release: Pick<Release, "revision" | "stuckSince">,
  revisions: readonly One[],
): One[] {
  return revisions.filter(
    (revision) =>
      (release.stuckSince !== null || revision.revision !== release.revision) &&
      revision.operation !== "UNINSTALL",
  )
}

/** The initial target: the selected one, else the only one, else, after a failure, the newest successful one. */
export function firstTarget(
  release: Pick<Release, "revision" | "status" | "stuckSince">,
  revisions: readonly TargetRevision[],
  selected: number | null,
): number | null {
  const targets = rollbackTargets(release, revisions)
  const suggestions = [
    targets.find(({ revision }) => revision === selected),
    targets.length === 1 ? targets[0] : undefined,
    release.status === "FAILED" ? targets.find(({ status }) => status === "DEPLOYED") : undefined,
  ]
  return suggestions.find((target) => target !== undefined)?.revision ?? null
}
