/** `{{ .Values.image.tag }}` and similar plain references, which only repeat known values. */
const plainReference =
  /\{\{-?\s*\.(?:Values|Release|Chart)(?:\.\w+)+\s*(?:\|\s*(?:quote|lower|upper|trim)\s*)*-?\}\}/g

/**
 * The pointer of the first value that a chart could render as a template that reads the cluster: one with more than plain
 * references, or one that names `lookup`. Null if there is none.
 */
export function templatedValue(values: unknown, pointer = ""): string | null {
  if (typeof values === "string") return isTemplated(values) ? pointer || "/" : null
  if (typeof values !== "object" || values === null) return null
  for (const [key, value] of Object.entries(values)) {
    const inner = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`
    const found = isTemplated(key) ? inner : templatedValue(value, inner)
    if (found !== null) return found
  }
  return null
}

function isTemplated(text: string): boolean {
  const rest = text.replaceAll(plainReference, "")
  return rest.includes("{{") || /\{\s*$/.test(rest) || /\blookup\b/.test(rest)
}
