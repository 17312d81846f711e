import { setTimeout as sleep } from "node:timers/promises"
import { compareTexts } from "@/lib/platform/compare-texts"
import { createYielder } from "@/lib/platform/create-yielder"
import { log } from "@/lib/platform/log"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { type Cached, LastGoodValue } from "./last-good-value"
import type { ListedVersion, Listing } from "./repository/listing"
import { type RepositorySource, toDomainError } from "./repository/repository-source"
import { readerOf, readSources } from "./repository-sources"

type Cache = { listings: LastGoodValue<Listing>; versions: LastGoodValue<readonly ListedVersion[]> }

const cacheOfProcess = new ProcessSingleton<Cache>("known-charts")
const cache = () =>
  cacheOfProcess.get(() => ({ listings: new LastGoodValue(), versions: new LastGoodValue() }))

/** How long to wait by kind: a folder is local, but a remote repository must not delay the others. */
const maxWaitMs: Record<RepositorySource["kind"], number> = { FOLDER: 15_000, INDEX: 2_000, OCI: 2_000 }
/**
 * How long results stay fresh: folders are read each time, indexes track their own age, and a registry takes many
 * requests.
 */
const freshMs: Record<RepositorySource["kind"], number> = { FOLDER: 0, INDEX: 0, OCI: 5 * 60_000 }

const keyOf = ({ id, url, username }: RepositorySource, name = "") =>
  JSON.stringify([id, url, username, name])

function cacheOptionsOf(source: RepositorySource) {
  const { kind, name } = source
  const onError = (error: unknown) =>
    log.warn({ err: toDomainError(error, name) }, "A chart repository cannot be read")
  return { maxWaitMs: maxWaitMs[kind], freshMs: freshMs[kind], onError }
}

/** The listing of a repository, or after two seconds its last known listing. Null: it was never read. */
export function knownListing(source: RepositorySource): Promise<Cached<Listing> | null> {
  const reader = readerOf(source)
  return cache().listings.get(keyOf(source), {
    ...cacheOptionsOf(source),
    read: () => reader.list(source),
    recall: async () => (await reader.recall?.(source)) ?? null,
  })
}

/** Like `knownListing`, for the versions of one chart; a registry may have these without a list of charts. */
export async function knownVersions(
  source: RepositorySource,
  name: string,
): Promise<readonly ListedVersion[] | null> {
  if (source.kind !== "OCI")
    return knownListing(source).then((listing) => listing && (listing.value.charts.get(name)?.versions ?? []))
  const read = () => readerOf(source).versionsOf(source, name)
  return (await cache().versions.get(keyOf(source, name), { ...cacheOptionsOf(source), read }))?.value ?? null
}

/** Reads a repository again for an unknown chart or version; if that takes too long, returns the last known listing. */
export async function newestVersions(
  source: RepositorySource,
  name: string,
  version: string | undefined,
): Promise<readonly ListedVersion[] | null> {
  const read = readerOf(source).versionsOf(source, name, version)
  const timeout = sleep(maxWaitMs[source.kind], null, { ref: false })
  return (await Promise.race([read.catch(() => null), timeout])) ?? knownVersions(source, name)
}

/**
 * The last known versions of charts. A chart whose repository was never read is omitted, and the repository is named in
 * `missing`. The keys of `published` are `repository/name`.
 */
export async function readPublished(
  charts: readonly { repository: string; name: string }[],
): Promise<{ published: ReadonlyMap<string, readonly ListedVersion[]>; missing: string[] }> {
  const sources = new Map((await readSources()).map((source) => [source.name, source]))
  const missing = new Set<string>()
  const published = await Promise.all(
    charts.map(async ({ repository, name }): Promise<[string, readonly ListedVersion[]][]> => {
      const source = sources.get(repository)
      if (source === undefined) return []
      const versions = await knownVersions(source, name)
      if (versions === null) missing.add(repository)
      return versions === null ? [] : [[`${repository}/${name}`, versions]]
    }),
  )
  return { published: new Map(published.flat()), missing: [...missing].sort() }
}

type ChartName = { repository: string; name: string }

/** The last known charts with a matching name, each once and in alphabetical order. */
export async function readChartNames(fits: (name: string) => boolean): Promise<ChartName[]> {
  const names: ChartName[] = []
  const yieldWhenDue = createYielder()
  for (const { repository, charts } of await readListed()) {
    for (const name of charts.keys()) {
      await yieldWhenDue()
      if (fits(name)) names.push({ repository, name })
    }
  }
  return names.sort((a, b) => compareTexts(a.name, b.name))
}

/** At most `limit` last known chart versions that match. */
export async function readChartVersions(
  fits: (version: ListedVersion) => boolean,
  limit: number,
): Promise<(ChartName & { version: string })[]> {
  const candidates: (ChartName & { version: string })[] = []
  const yieldWhenDue = createYielder()
  for (const { repository, charts } of await readListed()) {
    for (const { versions } of charts.values()) {
      await yieldWhenDue()
      for (const version of versions) {
        if (!fits(version)) continue
        candidates.push({ repository, name: version.name, version: version.version })
        if (candidates.length === limit) return candidates
      }
    }
  }
  return candidates
}

async function readListed(): Promise<(Pick<Listing, "charts"> & { repository: string })[]> {
  const sources = await readSources()
  const listings = await Promise.all(
    sources.map(async (source) => {
      const listing = await knownListing(source)
      return listing === null ? [] : [{ repository: source.name, charts: listing.value.charts }]
    }),
  )
  return listings.flat()
}
