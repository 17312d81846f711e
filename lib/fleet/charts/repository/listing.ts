import { z } from "zod"
import { createYielder } from "@/lib/platform/create-yielder"
import { newestFirst, newestOf } from "@/lib/platform/semver/version"

/** One version of a chart as its repository lists it. */
export const listedSchema = z.object({
  name: z.string(),
  version: z.string(),
  appVersion: z.string().nullable(),
  description: z.string().nullable(),
  icon: z.string().nullable(),
  deprecated: z.boolean(),
  /** RFC 3339. */
  createdAt: z.string().nullable(),
  /** `sha256:…` of the archive, if the repository publishes it. */
  digest: z.string().nullable(),
  /** The location of the archive: an https address, a tag, or a file name. */
  location: z.string(),
})
export type ListedVersion = z.infer<typeof listedSchema>

/** More than any known repository has. */
export const maxVersions = 100_000

/** A chart, described by its newest stable version, else by its newest prerelease. */
type ListedChart = {
  newest: ListedVersion
  versions: readonly ListedVersion[]
  /** Name and description in lowercase, for searches. */
  searchText: string
}

/** A rejected file of a folder; `reason` is a sentence. */
type RefusedArchive = { file: string; reason: string }

export type Listing = {
  /** Sorted by name; the versions of each are sorted newest first. */
  charts: ReadonlyMap<string, ListedChart>
  versions: number
  refused: readonly RefusedArchive[]
  /** The number of versions beyond Slipway's limit, which are omitted. */
  omitted: number
  /** The number of charts beyond Slipway's limit for a registry, which are omitted. */
  omittedCharts: number
}

/** Sorts by name, then newest version first, and removes duplicates. */
export function sortListed(versions: readonly ListedVersion[]): ListedVersion[] {
  const byName = Map.groupBy(versions, ({ name }) => name)
  return [...byName.keys()].sort().flatMap((name) => newestFirst(byName.get(name) ?? []))
}

/** `pages`: versions in the order of `sortListed`. Yields to the event loop between pages. */
export async function makeListing(
  pages: Iterable<readonly ListedVersion[]> | AsyncIterable<readonly ListedVersion[]>,
  {
    refused = [],
    omitted = 0,
    omittedCharts = 0,
  }: Partial<Pick<Listing, "refused" | "omitted" | "omittedCharts">> = {},
): Promise<Listing> {
  const yieldWhenDue = createYielder()
  const byName = new Map<string, ListedVersion[]>()
  let count = 0
  for await (const page of pages) {
    for (const version of page) {
      const existing = byName.get(version.name)
      if (existing === undefined) byName.set(version.name, [version])
      else existing.push(version)
    }
    count += page.length
    await yieldWhenDue()
  }
  const charts = new Map<string, ListedChart>()
  for (const [name, versions] of byName) {
    const newest = newestOf(versions)
    if (newest === null) continue
    charts.set(name, { newest, versions, searchText: `${name} ${newest.description ?? ""}`.toLowerCase() })
    await yieldWhenDue()
  }
  return { charts, versions: count, refused, omitted, omittedCharts }
}

const pageSchema = z.array(listedSchema)
/** This many parse from JSON within a few milliseconds. */
const versionsOfPage = 250

/** Sorted versions as pages of JSON, each quick to parse, for a listing of any size. */
export function writePages(versions: readonly ListedVersion[]): string[] {
  const sorted = sortListed(versions)
  const count = Math.ceil(sorted.length / versionsOfPage)
  return Array.from({ length: count }, (_, page) =>
    JSON.stringify(sorted.slice(page * versionsOfPage, (page + 1) * versionsOfPage)),
  )
}

export async function* readPages(
  pages: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<ListedVersion[]> {
  for await (const page of pages) yield pageSchema.parse(JSON.parse(page))
}
