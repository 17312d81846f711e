import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { compareTexts } from "@/lib/platform/compare-texts"
import { createYielder } from "@/lib/platform/create-yielder"
import { toInstant } from "@/lib/platform/instant"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { knownListing } from "./known-charts"
import type { Cached } from "./last-good-value"
import type { Listing } from "./repository/listing"
import { readSources } from "./repository-sources"
import type { Chart, ChartQuery } from "./schema"

/** The last known charts of every repository by name; `incomplete` names the repositories that were never read. */
export async function searchCharts(_actor: Actor, query: ChartQuery): Promise<Page<Chart>> {
  const cursor = decodeCursor(query.cursor, z.tuple([z.string(), z.string()]))
  const sources = (await readSources()).filter(({ name }) => name === (query.repository ?? name))
  const words = (query.q ?? "").toLowerCase().match(/\S+/g) ?? []
  const chartsBySource = await Promise.all(
    sources.map(async (source) => {
      const listing = await knownListing(source)
      return listing === null ? null : search(source.name, listing, words, cursor, query.limit + 1)
    }),
  )
  const incomplete = sources.filter((_, index) => chartsBySource[index] === null).map(({ name }) => name)
  const charts = chartsBySource
    .flatMap((sourceCharts) => sourceCharts ?? [])
    .sort((a, b) => compareKeys(keyOf(a), keyOf(b)))
  return { ...cutPage(charts.slice(0, query.limit + 1), query.limit, keyOf), incomplete }
}

type Key = [name: string, repository: string]

const keyOf = ({ name, repository }: Chart): Key => [name, repository]

function compareKeys([name, repository]: Key, [otherName, otherRepository]: Key): number {
  return compareTexts(name, otherName) || compareTexts(repository, otherRepository)
}

async function search(
  repository: string,
  { value: { charts }, readAt }: Cached<Listing>,
  words: readonly string[],
  cursor: Key | null,
  limit: number,
): Promise<Chart[]> {
  const yieldWhenDue = createYielder()
  const matches: Chart[] = []
  for (const [name, chart] of charts) {
    await yieldWhenDue()
    if (cursor !== null && compareKeys([name, repository], cursor) <= 0) continue
    const text = `${repository}/${chart.searchText}`
    if (!words.every((word) => text.includes(word))) continue
    const { newest, versions } = chart
    matches.push({
      repository,
      name,
      description: newest.description,
      icon: newest.icon,
      deprecated: newest.deprecated,
      latestVersion: newest.version,
      latestAppVersion: newest.appVersion,
      versions: versions.length,
      listedAt: toInstant(new Date(readAt)),
    })
    if (matches.length === limit) break
  }
  return matches
}
