/** The releases as they were, but for those that changed, which take the places of the same. */
export function patchReleases<T extends { releaseId: string }>(before: T[], changes: readonly T[]): T[] {
  if (changes.length === 0) return before
  const changed = new Map(changes.map((release) => [release.releaseId, release]))
  return before.map((release) => changed.get(release.releaseId) ?? release)
}
