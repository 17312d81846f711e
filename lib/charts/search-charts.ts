import { z } from "zod"
import type { Actor } from "@/lib/auth/actor"
import { breathing } from "@/lib/breathe"
import { log } from "@/lib/log"
import { cutPage, decodeCursor, type Page } from "@/lib/page"
import type { ListedChart, Listing } from "./repository/listing"
import { readerOf } from "./repository/readers"
import { toDomainError } from "./repository/repository-problem"
import type { RepositorySource } from "./repository/repository-source"
import { readSources } from "./repository-sources"
import type { Chart, ChartQuery } from "./schema"

const patienceMilliseconds = 5_000

/**
 * The charts of every repository that can be read within five seconds, by name and then repository. The others are named
 * in `incomplete`; `GET /helm/repositories/{id}/check` says why.
 */
export async function searchCharts(_actor: Actor, query: ChartQuery): Promise<Page<Chart>> {
  const cursor = decodeCursor(query.cursor, z.tuple([z.string(), z.string()]))
  const sources = (await readSources()).filter(({ name }) => name === (query.repository ?? name))
  const words = wordsOf(query.q)
  const found = await Promise.all(
    sources.map(async (source) => {
      const listing = await listingOf(source)
      return listing === null ? null : search(source.name, listing, words, cursor, query.limit + 1)
    }),
  )
  const incomplete = sources.filter((_, index) => found[index] === null).map(({ name }) => name)
  const charts = found
    .flatMap((some) => some ?? [])
    .sort((one, other) => compareKeys(keyOf(one), keyOf(other)))
  return { ...cutPage(charts.slice(0, query.limit + 1), query.limit, keyOf), incomplete }
}

type Key = [name: string, repository: string]

const keyOf = ({ name, repository }: Chart): Key => [name, repository]

function compareKeys([name, repository]: Key, [otherName, otherRepository]: Key): number {
  return compareTexts(name, otherName) || compareTexts(repository, otherRepository)
}

const compareTexts = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

const wordsOf = (q: string | undefined) =>
  (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")

async function listingOf(source: RepositorySource): Promise<Listing | null> {
  try {
    return await inTime(readerOf(source).list(source))
  } catch (error) {
    log.warn({ err: toDomainError(error, source.name) }, "A chart repository cannot be read")
    return null
  }
}

/** The first charts of a repository that match, after the cursor. */
async function search(
  repository: string,
  { charts }: Listing,
  words: readonly string[],
  cursor: Key | null,
  limit: number,
): Promise<Chart[]> {
  const breathe = breathing()
  const found: Chart[] = []
  for (const [name, chart] of charts) {
    await breathe()
    if (cursor !== null && compareKeys([name, repository], cursor) <= 0) continue
    const text = `${repository}/${chart.words}`
    if (!words.every((word) => text.includes(word))) continue
    found.push(toChart(repository, name, chart))
    if (found.length === limit) break
  }
  return found
}

function toChart(repository: string, name: string, { newest, versions }: ListedChart): Chart {
  return {
    ...{ repository, name },
    description: newest.description,
    icon: newest.icon,
    deprecated: newest.deprecated,
    latestVersion: newest.version,
    latestAppVersion: newest.appVersion,
    versions: versions.length,
  }
}

/** The read goes on behind it, so that the next search finds it in the cache. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("It did not answer in time.")), patienceMilliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
