import { createHash, randomUUID } from "node:crypto"
import { mkdir, open, rename, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import { dataFolder } from "@/lib/platform/env"
import { ExternalError } from "@/lib/platform/outbound/check-address"
import {
  type ExternalDependencies,
  type ExternalResponse,
  fetchExternal,
} from "@/lib/platform/outbound/fetch-external"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import { archiveLimits } from "../archive/unpack-chart"
import { type Listing, makeListing, readPages } from "./listing"
import type readIndexTask from "./read-index.task"
import {
  basicAuthorization,
  RepositoryProblem,
  type RepositoryReader,
  type RepositorySource,
  requireSuccess,
} from "./repository-source"
import { SingleFlight } from "./single-flight"

const freshMs = 5 * 60_000
/** The maximum age of an index that lacks a requested chart: charts are often installed right after publication. */
const freshIfMissingMs = 5_000
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
export function indexReader(
  dependencies: ExternalDependencies = {},
  now: () => number = Date.now,
): RepositoryReader {
  const reads = new SingleFlight<Listing>()
  const list = (repository: RepositorySource, maxAgeMs = freshMs) => {
    const key = indexKey(repository)
    const isFresh = ({ checkedAt }: CachedIndex) => now() - checkedAt < maxAgeMs
    return reads.run(`${key} ${maxAgeMs}`, () => listCharts(key, repository, isFresh, dependencies, now))
  }
  return {
    list: (repository) => list(repository),
    recall: async (repository) => {
      const cached = await recallIndex(indexKey(repository))
      return cached && { value: cached.listing, readAt: cached.checkedAt }
    },
    versionsOf: async (repository, name, version) => {
      const versionsIn = ({ charts }: Listing) => charts.get(name)?.versions ?? []
      const versions = versionsIn(await list(repository))
      const isListed = versions.some((listed) => listed.version === (version ?? listed.version))
      return isListed ? versions : versionsIn(await list(repository, freshIfMissingMs))
    },
    digestOf: async (_repository, { digest }) => digest,
    fetchArchive: async (repository, { location }) => {
      const url = new URL(location)
      const isSameOrigin = url.origin === indexUrlOf(repository).origin
      const authorization = isSameOrigin ? basicAuthorization(repository) : null
      const limits = { maxBytes: archiveLimits.archiveBytes, timeoutMs: archiveMs }
      return requireSuccess(await fetchExternal(url, { authorization, ...limits }, dependencies)).body
    },
  }
}

function indexUrlOf(repository: RepositorySource): URL {
  return new URL(`${repository.url.replace(/\/+$/, "")}/index.yaml`)
}

/** Per repository: content visible with its credentials must not be shared with another repository at the same address. */
function indexKey(repository: RepositorySource): string {
  return createHash("sha256")
    .update(JSON.stringify([repository.id, indexUrlOf(repository).href]))
    .digest("hex")
}

async function listCharts(
  key: string,
  repository: RepositorySource,
  isFresh: (cached: CachedIndex) => boolean,
  dependencies: ExternalDependencies,
  now: () => number,
): Promise<Listing> {
  const cached = await recallIndex(key)
  if (cached !== null && isFresh(cached)) return cached.listing
  try {
    const etag = cached?.etag ?? null
    const response = await fetchExternal(
      indexUrlOf(repository),
      {
        headers: etag === null ? {} : { "if-none-match": etag },
        authorization: basicAuthorization(repository),
        maxBytes: indexBytes,
        timeoutMs: indexMs,
      },
      dependencies,
    )
    if (response.status === 304 && cached !== null) {
      // Other processes revalidate on their own.
      inMemory.set(key, { ...cached, checkedAt: now() })
      return cached.listing
    }
    requireSuccess(response)
    return await storeIndex(key, (file) => writeListed(repository, response, file, now()))
  } catch (error) {
    const isUnavailable = error instanceof ExternalError && error.kind !== "refused"
    if (cached !== null && (isUnavailable || error instanceof RepositoryProblem)) return cached.listing
    throw error
  }
}

async function writeListed(
  { id }: RepositorySource,
  { body, headers, url }: ExternalResponse,
  file: string,
  checkedAt: number,
): Promise<void> {
  const index = { bytes: body, url: url.href, etag: headers.etag ?? null }
  const { problem } = await readIndex(id, { ...index, file, checkedAt }).catch(
    onLimit((limit) => ({
      problem:
        limit === "queue" ? "Too many reads of it are in progress." : "The index is too large to read.",
    })),
  )
  if (problem !== null) throw new RepositoryProblem(problem)
}

/** The first line of the file; the others contain pages of versions. */
const headSchema = z.object({ etag: z.string().nullable(), checkedAt: z.number(), omitted: z.number() })

type CachedIndex = { etag: string | null; checkedAt: number; listing: Listing }

const folder = () => join(resolve(dataFolder()), "charts", "indexes")
const fileOf = (key: string) => join(folder(), `${key}.jsonl`)
const inMemory = new Map<string, CachedIndex>()

/** The index as last read by any process on this machine; null: never read. */
async function recallIndex(key: string): Promise<CachedIndex | null> {
  const cachedIndex = inMemory.get(key)
  if (cachedIndex !== undefined) return cachedIndex
  const cached = await readCached(key).catch(() => null)
  if (cached !== null) inMemory.set(key, cached)
  return cached
}

async function readCached(key: string): Promise<CachedIndex> {
  await using file = await open(fileOf(key))
  const lines = file.readLines()[Symbol.asyncIterator]()
  const first = await lines.next()
  const { omitted, ...head } = headSchema.parse(JSON.parse(first.value ?? ""))
  const pages = { [Symbol.asyncIterator]: () => lines }
  return { ...head, listing: await makeListing(readPages(pages), { omitted }) }
}

/** Stores an index, whose file `write` creates, and returns its charts. */
async function storeIndex(key: string, write: (file: string) => Promise<void>): Promise<Listing> {
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const temporaryPath = `${fileOf(key)}.${randomUUID()}`
  try {
    await write(temporaryPath)
    await rename(temporaryPath, fileOf(key))
  } finally {
    await rm(temporaryPath, { force: true })
  }
  const cached = await readCached(key)
  inMemory.set(key, cached)
  return cached.listing
}
