import { breathing } from "@/lib/breathe"
import { log } from "@/lib/log"
import type { Listing } from "./repository/listing"
import { readerOf } from "./repository/readers"
import { toDomainError } from "./repository/repository-problem"
import type { ListedVersion } from "./repository/repository-source"
import { readSources } from "./repository-sources"

const patienceMilliseconds = 400

/** `repository/name`. */
export type ChartKey = string

/**
 * What the catalogue tells of charts; one whose repository cannot be read, or not soon, is left out. What is slow goes on
 * being read behind it, and is known the next time.
 */
export async function readPublished(
  charts: readonly { repository: string; name: string }[],
): Promise<ReadonlyMap<ChartKey, readonly ListedVersion[]>> {
  const sources = new Map((await readSources()).map((source) => [source.name, source]))
  const found = await Promise.all(
    charts.map(async ({ repository, name }): Promise<[ChartKey, readonly ListedVersion[]][]> => {
      const source = sources.get(repository)
      if (source === undefined) return []
      const versions = await soon(readerOf(source).versionsOf(source, name)).catch((error: unknown) => {
        log.warn({ err: toDomainError(error, repository) }, "A chart repository cannot be read")
        return null
      })
      return versions === null ? [] : [[`${repository}/${name}`, versions]]
    }),
  )
  return new Map(found.flat())
}

type ChartName = { repository: string; name: string }

/** The charts, each once and by name, that begin so, of the repositories that answer soon. */
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

/** At most `limit` versions of charts that fit, of the repositories that answer soon, as these list them. */
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
      const listing = await soon(readerOf(source).list(source)).catch(() => null)
      return listing === null ? [] : [{ repository: source.name, charts: listing.charts }]
    }),
  )
  return listed.flat()
}

function soon<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMilliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
