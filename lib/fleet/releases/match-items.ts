import { masked } from "@/lib/kube/masking/mask"

/** The fields that identify list items in Kubernetes and most charts; the first one an item has is used. */
const identities = ["name", "key", "id"]

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * For each sent item the index of the matching shown item, or null when there is no unique match. Items match by name, key
 * or id if it is unique, else by their whole content, in order, if as many such items were shown as sent.
 */
export function matchItems(given: readonly unknown[], shown: readonly unknown[]): (number | null)[] {
  const [ids, shownIds] = [placesOf(given, identityOf), placesOf(shown, identityOf)]
  const [texts, shownTexts] = [placesOf(given, textOf), placesOf(shown, textOf)]
  return given.map((item, index) => {
    const id = identityOf(item)
    const [same = [], before = []] = id === null ? [] : [ids.get(id), shownIds.get(id)]
    if (same.length === 1 && before.length === 1) return before[0] ?? null
    const [alike = [], alikeBefore = []] = [texts.get(textOf(item)), shownTexts.get(textOf(item))]
    return alike.length === alikeBefore.length ? (alikeBefore[alike.indexOf(index)] ?? null) : null
  })
}

function placesOf(items: readonly unknown[], keyOf: (item: unknown) => string | null): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [index, item] of items.entries()) {
    const key = keyOf(item)
    if (key !== null) places.set(key, [...(places.get(key) ?? []), index])
  }
  return places
}

function identityOf(item: unknown): string | null {
  if (!isMap(item)) return null
  const field = identities.find((name) => isIdentifying(item[name]))
  return field === undefined ? null : JSON.stringify([field, item[field]])
}

const isIdentifying = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && value !== "" && !value.includes(masked))

/** A canonical text of the content, independent of key order. */
function textOf(item: unknown): string {
  return JSON.stringify(item, (_key, value: unknown) =>
    isMap(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
}
