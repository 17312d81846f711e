import { askOutside, type OutsideWorld } from "@/lib/outbound/ask-outside"
import { OutsideError } from "@/lib/outbound/outside-error"
import { archiveLimits } from "../archive/archive-limits"
import { indexKey, type KeptIndex, keepIndex, recallIndex } from "./index-cache"
import { readIndex } from "./read-index"
import { RepositoryProblem } from "./repository-problem"
import {
  basicAuthorization,
  type ListedVersion,
  type RepositoryReader,
  type RepositorySource,
} from "./repository-source"
import { requireSuccess } from "./require-success"

const freshMilliseconds = 5 * 60_000
const indexBytes = 32 * 1_048_576
const indexMilliseconds = 15_000
const archiveMilliseconds = 60_000

/**
 * Reads repositories with an index.yaml over https. An index is asked for again after five minutes, by its ETag; while
 * the repository is away the one read before does.
 */
export function indexReader(world: OutsideWorld = {}, now: () => number = Date.now): RepositoryReader {
  const list = (repository: RepositorySource) => listCharts(repository, world, now)
  return {
    list,
    versionsOf: async (repository, name) => (await list(repository)).filter((chart) => chart.name === name),
    digestOf: async (_repository, { digest }) => digest,
    fetchArchive: (repository, version) => fetchArchive(repository, version, world),
  }
}

export function indexUrlOf(repository: RepositorySource): URL {
  return new URL(`${repository.url.replace(/\/+$/, "")}/index.yaml`)
}

async function listCharts(
  repository: RepositorySource,
  world: OutsideWorld,
  now: () => number,
): Promise<ListedVersion[]> {
  const url = indexUrlOf(repository)
  const authorization = basicAuthorization(repository)
  const key = indexKey(repository.id, url.href)
  const kept = await recallIndex(key)
  if (kept !== null && now() - kept.checkedAt < freshMilliseconds) return kept.charts
  try {
    const read = await readAgain(url, authorization, kept, world)
    await keepIndex(key, { ...read, checkedAt: now() })
    return read.charts
  } catch (error) {
    const isAway = error instanceof OutsideError && error.kind !== "refused"
    if (kept !== null && (isAway || error instanceof RepositoryProblem)) return kept.charts
    throw error
  }
}

async function readAgain(
  url: URL,
  authorization: string | null,
  kept: KeptIndex | null,
  world: OutsideWorld,
): Promise<Omit<KeptIndex, "checkedAt">> {
  const known = kept?.etag ?? null
  const answer = await askOutside(
    url,
    {
      headers: known === null ? {} : { "if-none-match": known },
      authorization,
      maxBytes: indexBytes,
      timeoutMilliseconds: indexMilliseconds,
    },
    world,
  )
  if (answer.status === 304 && kept !== null) return kept
  requireSuccess(answer.status, answer.url)
  return { etag: answer.headers.etag ?? null, charts: readIndex(answer.body.toString("utf8"), answer.url) }
}

async function fetchArchive(
  repository: RepositorySource,
  { location }: ListedVersion,
  world: OutsideWorld,
): Promise<Buffer> {
  const url = new URL(location)
  const isSameOrigin = url.origin === indexUrlOf(repository).origin
  const answer = await askOutside(
    url,
    {
      authorization: isSameOrigin ? basicAuthorization(repository) : null,
      maxBytes: archiveLimits.archiveBytes,
      timeoutMilliseconds: archiveMilliseconds,
    },
    world,
  )
  requireSuccess(answer.status, answer.url)
  return answer.body
}
