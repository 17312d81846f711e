export type BuildIdentity = { imageTag: string; artifactDigest: string | null; gitCommit: string | null }

/**
 * Whether two records are of the same build: the same tag, and no conflicting digest or commit. Commits may be
 * abbreviated, and a missing value is not a difference.
 */
export function isSameBuild(a: BuildIdentity, b: BuildIdentity): boolean {
  return (
    a.imageTag === b.imageTag &&
    (a.artifactDigest === null || b.artifactDigest === null || a.artifactDigest === b.artifactDigest) &&
    (a.gitCommit === null || b.gitCommit === null || isSameCommit(a.gitCommit, b.gitCommit))
  )
}

function isSameCommit(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}
