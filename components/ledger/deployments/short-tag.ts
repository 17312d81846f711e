const hash = /^[0-9a-f]{32,}$/i
const shown = 12

/** A tag for a line of text: one that is a whole hash is cut as git cuts commits; every other stays. */
export function shortTag(imageTag: string): string {
  return hash.test(imageTag) ? `${imageTag.slice(0, shown)}…` : imageTag
}
