import { breathing } from "@/lib/platform/breathe"
import { newestFirst, newestOf } from "@/lib/platform/semver/version"

/** One version of a chart as its repository lists it. */
export type ListedVersion = {
  name: string
  version: string
  appVersion: string | null
  description: string | null
  icon: string | null
  deprecated: boolean
  /** RFC 3339. */
  createdAt: string | null
  /** `sha256:…` of the archive, if the repository publishes it. */
  digest: string | null
  /** The location of the archive: an https address, a tag, or a file name. */
  location: string
}

/** A chart, described by its newest stable version, else by its newest prerelease. */
export type ListedChart = {
  newest: ListedVersion
  versions: readonly ListedVersion[]
  /** Name and description in lowercase, for searches. */
  words: string
}

/** A rejected file of a folder; `reason` is a sentence. */
export type RefusedArchive = { file: string; reason: string }

/** The contents of a repository. */
export type Listing = {
  /** Sorted by name; the versions of each are sorted newest first. */
  charts: ReadonlyMap<string, ListedChart>
  versions: number
  refused: readonly RefusedArchive[]
  /** The number of versions beyond Slipway's limit, which are omitted. */
  omitted: number
}

/** By name, then newest version first; duplicates are removed. */
export function sortListed(listed: readonly ListedVersion[]): ListedVersion[] {
  const byName = Map.groupBy(listed, ({ name }) => name)
  return [...byName.keys()].sort().flatMap((name) => newestFirst(byName.get(name) ?? []))
}

/** `pages`: versions in the order of `sortListed`. Yields to the event loop between pages. */
export async function makeListing(
  pages: Iterable<readonly ListedVersion[]> | AsyncIterable<readonly ListedVersion[]>,
  { refused = [], omitted = 0 }: Partial<Pick<Listing, "refused" | "omitted">> = {},
): Promise<Listing> {
  const breathe = breathing()
  const byName = new Map<string, ListedVersion[]>()
  let count = 0
  for await (const page of pages) {
    for (const version of page) {
      const known = byName.get(version.name)
      if (known === undefined) byName.set(version.name, [version])
      else known.push(version)
    }
    count += page.length
    await breathe()
  }
  const charts = new Map<string, ListedChart>()
  for (const [name, versions] of byName) {
    const newest = newestOf(versions)
    if (newest === null) continue
    charts.set(name, { newest, versions, words: `${name} ${newest.description ?? ""}`.toLowerCase() })
    await breathe()
  }
  return { charts, versions: count, refused, omitted }
}
