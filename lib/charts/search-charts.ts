import { z } from "zod"
import type { Actor } from "@/lib/auth/actor"
import { log } from "@/lib/log"
import { cutPage, decodeCursor, type Page } from "@/lib/page"
import { newestVersion } from "./newest-version"
import { readerOf } from "./repository/readers"
import { toDomainError } from "./repository/repository-problem"
import type { ListedVersion, RepositorySource } from "./repository/repository-source"
import { readSources } from "./repository-sources"
import type { Chart, ChartQuery } from "./schema"

const patienceMilliseconds = 5_000

/**
 * The charts of every repository that can be read, by name and then repository. One that is away is left out and told of
 * in the log; `GET /helm/repositories/{id}/check` says why.
 */
export async function searchCharts(_actor: Actor, query: ChartQuery): Promise<Page<Chart>> {
  const cursor = decodeCursor(query.cursor, z.tuple([z.string(), z.string()]))
  const sources = (await readSources()).filter(({ name }) => name === (query.repository ?? name))
  const charts = (await Promise.all(sources.map(chartsOf))).flat()
  const found = charts
    .filter((chart) => matches(chart, query.q))
    .sort((one, other) => compareKeys(keyOf(one), keyOf(other)))
    .filter((chart) => cursor === null || compareKeys(keyOf(chart), cursor) > 0)
  return cutPage(found.slice(0, query.limit + 1), query.limit, keyOf)
}

const keyOf = ({ name, repository }: Chart): [string, string] => [name, repository]

function compareKeys(one: readonly string[], other: readonly string[]): number {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)]
  return left < right ? -1 : left > right ? 1 : 0
}

function matches({ name, repository, description }: Chart, q: string | undefined): boolean {
  const words = (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
  const text = `${repository}/${name} ${description ?? ""}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

async function chartsOf(source: RepositorySource): Promise<Chart[]> {
  try {
    return summarise(source.name, await inTime(readerOf(source).list(source)))
  } catch (error) {
    log.warn({ err: toDomainError(error, source.name) }, "A chart repository cannot be read")
    return []
  }
}

function summarise(repository: string, listed: readonly ListedVersion[]): Chart[] {
  return [...Map.groupBy(listed, ({ name }) => name)].flatMap(([name, versions]) => {
    const newest = newestVersion(versions)
    if (newest === null) return []
    return {
      repository,
      name,
      description: newest.description,
      icon: newest.icon,
      deprecated: newest.deprecated,
      latestVersion: newest.version,
      latestAppVersion: newest.appVersion,
      versions: new Set(versions.map(({ version }) => version)).size,
    }
  })
}

/** The read goes on behind it, so that the next search finds it in the cache. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("It did not answer in time.")), patienceMilliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
