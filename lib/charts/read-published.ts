import { log } from "@/lib/log"
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
): Promise<ReadonlyMap<ChartKey, ListedVersion[]>> {
  const sources = new Map((await readSources()).map((source) => [source.name, source]))
  const found = await Promise.all(
    charts.map(async ({ repository, name }): Promise<[ChartKey, ListedVersion[]][]> => {
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

/** Every chart that the repositories which answer soon tell of, each once, by name. */
export async function readChartNames(): Promise<{ repository: string; name: string }[]> {
  const listed = (await readListed()).flatMap(({ repository, versions }) => {
    const names = new Set(versions.map(({ name }) => name))
    return [...names].map((name) => ({ repository, name }))
  })
  return listed.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** The versions of charts that fit, of the repositories that answer soon, as these list them. */
export async function readChartVersions(
  fits: (version: ListedVersion) => boolean,
): Promise<{ repository: string; name: string; version: string }[]> {
  return (await readListed()).flatMap(({ repository, versions }) =>
    versions.filter(fits).map(({ name, version }) => ({ repository, name, version })),
  )
}

async function readListed(): Promise<{ repository: string; versions: readonly ListedVersion[] }[]> {
  const sources = await readSources()
  return Promise.all(
    sources.map(async (source) => ({
      repository: source.name,
      versions: (await soon(readerOf(source).list(source)).catch(() => null)) ?? [],
    })),
  )
}

function soon<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMilliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
