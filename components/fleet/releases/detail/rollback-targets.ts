import type { Release, Revision } from "@/lib/fleet/releases/schema"

type Known = Pick<Revision, "revision" | "operation" | "status">

/**
 * Where a release can go back to: every revision but its last one, newest first. After a failed upgrade that includes
 * what ran before; an uninstall is nothing to go back to. Where Helm has an unfinished revision on top, the last one that
 * is known is the way out.
 */
export function rollbackTargets<One extends Known>(
  release: Pick<Release, "revision"> & Partial<Pick<Release, "stuckSince">>,
  revisions: readonly One[],
): One[] {
  const isStuck = typeof release.stuckSince === "string"
  return revisions.filter(
    (one) => (isStuck || one.revision !== release.revision) && one.operation !== "UNINSTALL",
  )
}

/** The target to begin with: the one that is looked at, else the only one, else, after a failure, the newest that went well. */
export function firstTarget(
  release: Pick<Release, "revision" | "status"> & Partial<Pick<Release, "stuckSince">>,
  revisions: readonly Known[],
  looked: number | null,
): number | null {
  const targets = rollbackTargets(release, revisions)
  const found = targets.find((one) => one.revision === looked)
  if (found) return found.revision
  const [only] = targets
  if (targets.length === 1 && only) return only.revision
  return release.status === "FAILED"
    ? (targets.find((one) => one.status === "DEPLOYED")?.revision ?? null)
    : null
}
