import type { z } from "zod"
import { createYielder } from "@/lib/platform/create-yielder"

const [quote, backslash, openObject, closeObject, openArray, closeArray] = Buffer.from('"\\{}[]')

/**
 * Parses the JSON of a list item by item, so that a large list does not block the event loop. Items are validated by
 * `item`; `list` is everything else. Throws for text that is not JSON.
 */
export async function parseList<T>(json: Buffer, item: z.ZodType<T>): Promise<{ list: unknown; items: T[] }> {
  const yieldWhenDue = createYielder()
  const items: T[] = []
  let depth = 0
  let key = ""
  let itemStart = 0
  let itemsStart = -1
  let itemsEnd = -1
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    const isInItems = itemsStart >= 0 && itemsEnd < 0
    if (byte === quote) {
      const end = endOfString(json, at)
      // At the top level of the list, the last string before an array is its key.
      if (depth === 1) key = json.toString("utf8", at + 1, end)
      at = end
    } else if (byte === openObject || byte === openArray) {
      if (isInItems && depth === 2) itemStart = at
      if (byte === openArray && depth === 1 && key === "items") itemsStart = at + 1
      depth++
    } else if (byte === closeObject || byte === closeArray) {
      depth--
      if (!isInItems) continue
      if (depth === 1) itemsEnd = at
      if (depth !== 2) continue
      items.push(item.parse(JSON.parse(json.toString("utf8", itemStart, at + 1))))
      await yieldWhenDue()
    }
  }
  const rest =
    itemsStart < 0
      ? [json]
      : [json.subarray(0, itemsStart), json.subarray(itemsEnd < 0 ? json.length : itemsEnd)]
  return { list: JSON.parse(rest.map((part) => part.toString("utf8")).join("")), items }
}

/** The position of the closing quote of the string that starts at `start`. */
function endOfString(json: Buffer, start: number): number {
  for (let end = json.indexOf(quote ?? 0, start + 1); end >= 0; end = json.indexOf(quote ?? 0, end + 1)) {
    let escapes = 0
    while (json[end - 1 - escapes] === backslash) escapes++
    if (escapes % 2 === 0) return end
  }
  return json.length
}
