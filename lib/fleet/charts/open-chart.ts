import { invalid, unavailable } from "@/lib/platform/errors"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import type readChartTask from "./archive/read-chart.task"
import type { ChartFilesRead, ChartNode } from "./archive/read-chart-files"
import { ChartArchiveError } from "./archive/unpack-chart"
import { digestOfBytes, recallArchive, type StoredArchive, storeArchive } from "./archive-store"
import { type FoundChart, findChart, requireVersion } from "./find-chart"
import type { ListedVersion } from "./repository/listing"
import { toDomainError } from "./repository/repository-source"
import { SingleFlight } from "./repository/single-flight"
import { readerOf } from "./repository-sources"

export type OpenedChart = ChartNode & {
  repository: string
  appVersion: string | null
  /** `application` or `library`; null: an application. */
  type: string | null
  /** The supported Kubernetes versions; null: any. */
  kubeVersion: string | null
  deprecated: boolean
  /** `sha256:…` of the archive. */
  digest: string
  /** The path of the packaged chart on this machine, to be passed to Helm. */
  path: string
}

/**
 * One version of a chart, ready for Helm: fetched if it is not stored locally, verified against the digest in its
 * repository, and checked against the archive rules. `repository` null: any that has it. Throws a 422 for /chartName or
 * /chartVersion, and `unavailable` while the repository is not reachable.
 */
export async function openChart(requested: {
  repository: string | null
  name: string
  version: string
}): Promise<OpenedChart> {
  const chart = await findChart(requested.repository, requested.name, requested.version)
  const { archive, files } = await openVersion(chart, requireVersion(chart, requested.version))
  const { metadata, valuesYaml: _yaml, readme: _readme, ...node } = files
  const { appVersion, type, kubeVersion, deprecated } = metadata
  const { digest, path } = archive
  return {
    ...node,
    repository: chart.repository.name,
    appVersion,
    type,
    kubeVersion,
    deprecated,
    digest,
    path,
  }
}

type OpenedVersion = { archive: StoredArchive; files: ChartFilesRead }

export async function openVersion(chart: FoundChart, version: ListedVersion): Promise<OpenedVersion> {
  try {
    const { archive, files } = await fetchVerified(chart, version)
    const { name, version: packed } = files.metadata
    if (name !== version.name || packed !== version.version) {
      throw new ChartArchiveError(`is ${name} ${packed} instead of ${version.name} ${version.version}`)
    }
    return { archive, files }
  } catch (error) {
    if (!(error instanceof ChartArchiveError)) throw toDomainError(error, chart.repository.name)
    const message = `${chart.repository.name}/${version.name} ${version.version}: ${error.sentence}`
    throw invalid("/chartVersion", message, "bad_chart")
  }
}

async function fetchVerified({ repository }: FoundChart, version: ListedVersion): Promise<OpenedVersion> {
  const reader = readerOf(repository)
  const listedDigest = await reader.digestOf(repository, version)
  const cached = listedDigest === null ? null : await recallArchive(listedDigest)
  if (cached !== null)
    return { archive: cached, files: await readCached(repository.id, cached.digest, cached.bytes) }
  const bytes = await reader.fetchArchive(repository, version)
  const digest = digestOfBytes(bytes)
  if (listedDigest !== null && digest !== listedDigest) {
    throw new ChartArchiveError("does not match the digest in its repository")
  }
  // Checked before it is stored, as stored archives may be passed to Helm.
  const files = await readCached(repository.id, digest, bytes)
  return { archive: await storeArchive(bytes), files }
}

const readChart = threadTask<typeof readChartTask>("lib/fleet/charts/archive/read-chart.task.ts")

type Read = ChartFilesRead | ChartArchiveError
const reads = new SingleFlight<Read>()
const cachedReads = new Map<string, Read>()
const maxCachedReads = 32

/** Cached, as the same bytes give the same result: repeated requests neither unpack again nor wait for a rejection again. */
async function readCached(owner: string, digest: string, bytes: Buffer): Promise<ChartFilesRead> {
  const read = cachedReads.get(digest) ?? (await reads.run(digest, () => readFiles(owner, digest, bytes)))
  if (read instanceof ChartArchiveError) throw read
  return read
}

async function readFiles(owner: string, digest: string, bytes: Buffer): Promise<Read> {
  const read = await readChart(owner, bytes).catch(
    onLimit((limit) => {
      if (limit !== "queue") return { refused: "takes too much time or memory to read" }
      const message = "Too many charts of this repository are being read. Try again."
      throw unavailable(message, 10, "repository_unavailable")
    }),
  )
  const [oldest] = cachedReads.keys()
  if (cachedReads.size >= maxCachedReads && oldest !== undefined) cachedReads.delete(oldest)
  const result = "files" in read ? read.files : new ChartArchiveError(read.refused)
  cachedReads.set(digest, result)
  return result
}
