import { breathing } from "@/lib/platform/breathe"
import { isPrerelease, newestFirst } from "../newest-version"

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
  /** `sha256:…` of the archive, where the repository says it. */
  digest: string | null
  /** Where the archive is: an https address, a tag, or the name of a file. */
  location: string
}

/** A chart by its newest version that is no prerelease; where all are, by the newest of them. */
export type ListedChart = {
  newest: ListedVersion
  versions: readonly ListedVersion[]
  /** Name and description in lower case, for searches. */
  words: string
}

/** A file of a folder that is not listed; `reason` is a sentence. */
export type RefusedArchive = { file: string; reason: string }

/** What a repository lists. */
export type Listing = {
  /** In the order of their names; the versions of each are sorted, the newest first. */
  charts: ReadonlyMap<string, ListedChart>
  versions: number
  refused: readonly RefusedArchive[]
  /** Versions that were left out because the repository lists more than Slipway takes. */
  omitted: number
}

/** By name, then the newest version first; what is listed twice counts once. */
export function sortListed(listed: readonly ListedVersion[]): ListedVersion[] {
  const byName = Map.groupBy(listed, ({ name }) => name)
  return [...byName.keys()].sort().flatMap((name) => newestFirst(byName.get(name) ?? []))
}

/** `pages`: versions in the order of `sortListed`. However many there are, the event loop goes on meanwhile. */
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
    const newest = versions.find(({ version }) => !isPrerelease(version)) ?? versions[0]
    if (newest === undefined) continue
    charts.set(name, { newest, versions, words: `${name} ${newest.description ?? ""}`.toLowerCase() })
    await breathe()
  }
  return { charts, versions: count, refused, omitted }
}
