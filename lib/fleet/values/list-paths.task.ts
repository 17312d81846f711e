import type { Values } from "@/lib/fleet/releases/merge-values"
import { isMap } from "@/lib/platform/json-values"
import { unseal } from "@/lib/platform/seal"
import type { KnownPath } from "./schema"
import { formatValuesPath, maxPathLength, type ValuesPath } from "./values-path"

type Input = {
  /** Values of releases with secrets masked, sealed. */
  sealed: readonly string[]
  /** Default values of charts, as JSON. */
  defaults: readonly string[]
  keys: readonly Uint8Array[]
  q: string
  limit: number
}

/** The paths to a text, a number or a list, best match first. Keys are not secret; values are not read. */
export default function listPathsTask({ sealed, defaults, keys, q, limit }: Input): KnownPath[] {
  const paths = new Map<string, KnownPath>()
  const query = q.trim().toLowerCase()
  const add = (values: Values, isDefault: boolean) => {
    for (const path of pathsIn(values)) {
      if (!path.toLowerCase().includes(query)) continue
      const entry = paths.get(path) ?? { path, hasDefault: false, releases: 0 }
      paths.set(path, entry)
      if (isDefault) entry.hasDefault = true
      else entry.releases += 1
    }
  }
  for (const json of defaults) add(JSON.parse(json), true)
  for (const text of sealed) add(JSON.parse(unseal(text, keys)), false)
  return [...paths.values()]
    .sort(
      (a, b) =>
        rankOf(a.path, query) - rankOf(b.path, query) ||
        b.releases - a.releases ||
        (a.path < b.path ? -1 : 1),
    )
    .slice(0, limit)
}

/** Paths that start with the text come first, then those with a key that does. */
function rankOf(path: string, query: string): number {
  const at = path.toLowerCase().indexOf(query)
  return at === 0 ? 0 : path[at - 1] === "." ? 1 : 2
}

/** For a list, the list itself and its first items. */
function* pathsIn(values: Values, above: ValuesPath = []): Generator<string> {
  for (const [key, value] of Object.entries(values)) {
    if (key !== "") yield* pathsTo(value, [...above, key])
  }
}

const maxItems = 10

function* pathsTo(value: unknown, path: ValuesPath): Generator<string> {
  if (isMap(value) && Object.keys(value).length > 0) yield* pathsIn(value, path)
  else {
    const text = formatValuesPath(path)
    if (text.length <= maxPathLength) yield text
  }
  if (!Array.isArray(value)) return
  for (const [index, item] of value.slice(0, maxItems).entries()) yield* pathsTo(item, [...path, index])
}
