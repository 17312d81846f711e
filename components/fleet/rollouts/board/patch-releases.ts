/** Replaces the changed releases in place; the others stay identical objects. */
export function patchReleases<T extends { releaseId: string }>(before: T[], changes: readonly T[]): T[] {
  if (changes.length === 0) return before
  const changed = new Map(changes.map((release) => [release.releaseId, release]))
  return before.map((release) => changed.get(release.releaseId) ?? release)
}
