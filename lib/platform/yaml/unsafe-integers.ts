/**
 * The paths to integers beyond 2^53, which lose digits in JSON and in Helm, so that the deployed number may differ from the
 * written one.
 */
export function unsafeIntegers(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === "number") {
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? [[...path]] : []
  }
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => unsafeIntegers(inner, [...path, key]))
}

/** One message for all of them; null if there are none. */
export function unsafeIntegersWarning(value: unknown): string | null {
  const paths = unsafeIntegers(value).map((path) => path.join("."))
  if (paths.length === 0) return null
  const more = paths.length > maxListed ? ` and ${paths.length - maxListed} more` : ""
  const [verb, it] = paths.length === 1 ? ["is an integer", "it"] : ["are integers", "them"]
  return `${paths.slice(0, maxListed).join(", ")}${more} ${verb} beyond 2^53, which Helm rounds. Quote ${it} to keep every digit.`
}

const maxListed = 5
