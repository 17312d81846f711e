const hash = /^[0-9a-f]{32,}$/i
const maxShown = 12

/** A tag for inline text: a full hash is abbreviated like a git commit; other tags are unchanged. */
export function shortTag(imageTag: string): string {
  return hash.test(imageTag) ? `${imageTag.slice(0, maxShown)}…` : imageTag
}
