import { masked } from "@/lib/kube/masking/mask"

/** What items of lists are told apart by in Kubernetes and in most charts, the first that an item has. */
const identities = ["name", "key", "id"]

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * For each item of a list that was sent, the index of the item that was shown which it is, or null where that cannot be
 * known. An item is told by its name, key or id where no other has the same; else by its whole content, where as many
 * such items were shown as are sent, in their order.
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

function placesOf(items: readonly unknown[], tell: (item: unknown) => string | null): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [index, item] of items.entries()) {
    const told = tell(item)
    if (told !== null) places.set(told, [...(places.get(told) ?? []), index])
  }
  return places
}

function identityOf(item: unknown): string | null {
  if (!isMap(item)) return null
  const field = identities.find((name) => isTelling(item[name]))
  return field === undefined ? null : JSON.stringify([field, item[field]])
}

const isTelling = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && value !== "" && !value.includes(masked))

/** The same for the same content, in whichever order its keys stand. */
function textOf(item: unknown): string {
  return JSON.stringify(item, (_key, value: unknown) =>
    isMap(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
}
