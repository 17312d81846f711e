/** What tells two builds of one image tag apart. */
export type BuildIdentity = { imageTag: string; artifactDigest: string | null; gitCommit: string | null }

/**
 * Whether two records are of the same build: the same tag, and no digest or commit that says otherwise. A commit may be
 * shortened, and what one of them does not say is no difference.
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
