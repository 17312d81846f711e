import { OutsideError } from "@/lib/platform/outbound/external-error"
import { fetchExternal, type OutsideAnswer, type OutsideWorld } from "@/lib/platform/outbound/fetch-external"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import { archiveLimits } from "../archive/archive-limits"
import { indexKey, type KeptIndex, recallIndex, storeIndex, touchIndex } from "./index-cache"
import type { ListedVersion, Listing } from "./listing"
import type readIndexTask from "./read-index.task"
import { RepositoryProblem } from "./repository-problem"
import { basicAuthorization, type RepositoryReader, type RepositorySource } from "./repository-source"
import { requireSuccess } from "./require-success"
import { SingleFlight } from "./single-flight"

const freshMs = 5 * 60_000
const indexBytes = 32 * 1_048_576
const indexMs = 15_000
const archiveMs = 60_000

const readIndex = threadTask<typeof readIndexTask>("lib/fleet/charts/repository/read-index.task.ts", {
  milliseconds: 40_000,
})

/**
 * Reads repositories with an index.yaml over https. The index is revalidated by its ETag after five minutes; while the
 * repository is unavailable the cached index is served.
 */
export function indexReader(world: OutsideWorld = {}, now: () => number = Date.now): RepositoryReader {
  const reads = new SingleFlight<Listing>()
  const list = (repository: RepositorySource) => {
    const key = indexKey(repository.id, indexUrlOf(repository).href)
    return reads.run(key, () => listCharts(key, repository, world, now))
  }
  return {
    list,
    recall: async (repository) => {
      const kept = await recallIndex(indexKey(repository.id, indexUrlOf(repository).href))
      return kept && { value: kept.listing, readAt: kept.checkedAt }
    },
    versionsOf: async (repository, name) => (await list(repository)).charts.get(name)?.versions ?? [],
    digestOf: async (_repository, { digest }) => digest,
    fetchArchive: (repository, version) => fetchArchive(repository, version, world),
  }
}

export function indexUrlOf(repository: RepositorySource): URL {
  return new URL(`${repository.url.replace(/\/+$/, "")}/index.yaml`)
}

async function listCharts(
  key: string,
  repository: RepositorySource,
  world: OutsideWorld,
  now: () => number,
): Promise<Listing> {
  const kept = await recallIndex(key)
  if (kept !== null && now() - kept.checkedAt < freshMs) return kept.listing
  try {
    return (await readAgain(key, repository, kept, world, now)).listing
  } catch (error) {
    const isAway = error instanceof OutsideError && error.kind !== "refused"
    if (kept !== null && (isAway || error instanceof RepositoryProblem)) return kept.listing
    throw error
  }
}

async function readAgain(
  key: string,
  repository: RepositorySource,
  kept: KeptIndex | null,
  world: OutsideWorld,
  now: () => number,
): Promise<KeptIndex> {
  const known = kept?.etag ?? null
  const answer = await fetchExternal(
    indexUrlOf(repository),
    {
      headers: known === null ? {} : { "if-none-match": known },
      authorization: basicAuthorization(repository),
      maxBytes: indexBytes,
      timeoutMs: indexMs,
    },
    world,
  )
  if (answer.status === 304 && kept !== null) return touchIndex(key, kept, now())
  requireSuccess(answer.status, answer.url)
  return storeIndex(key, (file) => writeListed(repository, answer, file, now()))
}

async function writeListed(
  { id }: RepositorySource,
  { body, headers, url }: OutsideAnswer,
  file: string,
  checkedAt: number,
): Promise<void> {
  try {
    const index = { bytes: body, url: url.href, etag: headers.etag ?? null }
    const { problem } = await readIndex(id, { ...index, file, checkedAt })
    if (problem !== null) throw new RepositoryProblem(problem)
  } catch (error) {
    if (!(error instanceof TaskLimitError)) throw error
    throw new RepositoryProblem(
      error.limit === "queue" ? "Too many reads of it are in progress." : "The index is too large to read.",
    )
  }
}

async function fetchArchive(
  repository: RepositorySource,
  { location }: ListedVersion,
  world: OutsideWorld,
): Promise<Buffer> {
  const url = new URL(location)
  const isSameOrigin = url.origin === indexUrlOf(repository).origin
  const answer = await fetchExternal(
    url,
    {
      authorization: isSameOrigin ? basicAuthorization(repository) : null,
      maxBytes: archiveLimits.archiveBytes,
      timeoutMs: archiveMs,
    },
    world,
  )
  requireSuccess(answer.status, answer.url)
  return answer.body
}
