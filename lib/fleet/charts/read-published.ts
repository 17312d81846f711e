import { breathing } from "@/lib/platform/breathe"
import { knownListing, knownVersions } from "./known-charts"
import type { ListedVersion, Listing } from "./repository/listing"
import { readSources } from "./repository-sources"

/** `repository/name`. */
export type ChartKey = string

/**
 * What the catalogue knows of charts, as it was read last. A chart whose repository was never read is left out, and the
 * repository is named in `missing`.
 */
export async function readPublished(
  charts: readonly { repository: string; name: string }[],
): Promise<{ published: ReadonlyMap<ChartKey, readonly ListedVersion[]>; missing: string[] }> {
  const sources = new Map((await readSources()).map((source) => [source.name, source]))
  const missing = new Set<string>()
  const found = await Promise.all(
    charts.map(async ({ repository, name }): Promise<[ChartKey, readonly ListedVersion[]][]> => {
      const source = sources.get(repository)
      if (source === undefined) return []
      const versions = await knownVersions(source, name)
      if (versions === null) missing.add(repository)
      return versions === null ? [] : [[`${repository}/${name}`, versions]]
    }),
  )
  return { published: new Map(found.flat()), missing: [...missing].sort() }
}

type ChartName = { repository: string; name: string }

/** The charts, each once and by name, that begin so, as their repositories were read last. */
export async function readChartNames(fits: (name: string) => boolean): Promise<ChartName[]> {
  const found: ChartName[] = []
  const breathe = breathing()
  for (const { repository, charts } of await readListed()) {
    for (const name of charts.keys()) {
      await breathe()
      if (fits(name)) found.push({ repository, name })
    }
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** At most `limit` versions of charts that fit, as their repositories were read last. */
export async function readChartVersions(
  fits: (version: ListedVersion) => boolean,
  limit: number,
): Promise<(ChartName & { version: string })[]> {
  const found: (ChartName & { version: string })[] = []
  const breathe = breathing()
  for (const { repository, charts } of await readListed()) {
    for (const { versions } of charts.values()) {
      await breathe()
      for (const version of versions) {
        if (!fits(version)) continue
        found.push({ repository, name: version.name, version: version.version })
        if (found.length === limit) return found
      }
    }
  }
  return found
}

async function readListed(): Promise<(Pick<Listing, "charts"> & { repository: string })[]> {
  const sources = await readSources()
  const listed = await Promise.all(
    sources.map(async (source) => {
      const known = await knownListing(source)
      return known === null ? [] : [{ repository: source.name, charts: known.value.charts }]
    }),
  )
  return listed.flat()
}
