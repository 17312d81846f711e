import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { log } from "@/lib/platform/log"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import { archiveLimits } from "../archive/archive-limits"
import { ChartArchiveError } from "../archive/chart-archive-error"
import { megabytes } from "../archive/entry-rules"
import { type ListedArchive, readMetadata } from "../archive/read-metadata"
import type readMetadataTask from "../archive/read-metadata.task"
import { deleteFiles, type FolderFile, recallFiles, storeFile } from "./folder-files"
import type { ListedVersion } from "./listing"
import { type Listing, makeListing, sortListed } from "./listing"
import { RepositoryProblem } from "./repository-problem"
import type { RepositoryReader, RepositorySource } from "./repository-source"
import { SingleFlight } from "./single-flight"

const readInThread = threadTask<typeof readMetadataTask>("lib/fleet/charts/archive/read-metadata.task.ts")

const smallBytes = 64 * 1_024

/**
 * Reads folders of packaged charts (`*.tgz`). The listing of a file is cached in the database; the file is read again when
 * its time or size changes.
 */
export function folderReader(): RepositoryReader {
  const reads = new SingleFlight<Listing>()
  const inMemory = new Map<string, Map<string, FolderFile>>()
  const list = ({ id, url }: RepositorySource) =>
    reads.run(url, async () => {
      const known = inMemory.get(url) ?? (await recallFiles(url))
      const files = await readFiles(id, url, known)
      inMemory.set(url, new Map(files.map((file) => [file.name, file])))
      const refused = files.flatMap(({ name, refused: reason }) =>
        reason === null ? [] : [{ file: name, reason }],
      )
      return makeListing([sortListed(files.flatMap(({ listed }) => listed ?? []))], { refused })
    })
  return {
    list,
    versionsOf: async (repository, name) => (await list(repository)).charts.get(name)?.versions ?? [],
    digestOf: async (_repository, { digest }) => digest,
    fetchArchive: ({ url }, { location }) => readFile(join(url, location)),
  }
}

async function readFiles(
  owner: string,
  folder: string,
  known: ReadonlyMap<string, FolderFile>,
): Promise<FolderFile[]> {
  const names = (await namesIn(folder)).filter((name) => /^[^.].*\.tgz$/.test(name)).sort()
  const files: FolderFile[] = []
  for (const name of names) {
    const now = await stat(join(folder, name)).catch(() => null)
    if (now === null || !now.isFile()) continue
    const before = known.get(name)
    if (before?.modifiedAt.getTime() === now.mtime.getTime() && before.bytes === now.size) {
      files.push(before)
      continue
    }
    const file = { name, bytes: now.size, modifiedAt: now.mtime }
    const read = { ...file, ...(await look(owner, folder, file)) }
    await storeFile(folder, read)
    files.push(read)
  }
  const gone = [...known.keys()].filter((name) => !files.some((file) => file.name === name))
  if (gone.length > 0) await deleteFiles(folder, gone)
  return files
}

async function namesIn(path: string): Promise<string[]> {
  return readdir(path).catch(() => {
    throw new RepositoryProblem("The folder cannot be read.")
  })
}

type Looked = Pick<FolderFile, "listed" | "refused">

async function look(
  owner: string,
  folder: string,
  { name, bytes, modifiedAt }: Pick<FolderFile, "name" | "bytes" | "modifiedAt">,
): Promise<Looked> {
  const read: ListedArchive =
    bytes > archiveLimits.archiveBytes
      ? { refused: `is larger than ${megabytes(archiveLimits.archiveBytes)} MB` }
      : await readArchive(owner, join(folder, name), bytes).catch(toRefused)
  if ("refused" in read) {
    log.warn({ file: name, why: read.refused }, "packaged chart rejected")
    return { listed: null, refused: new ChartArchiveError(read.refused).sentence }
  }
  const { metadata, digest } = read
  const { name: chart, version, appVersion, description, icon, deprecated } = metadata
  const listed: ListedVersion = {
    ...{ name: chart, version, appVersion, description, icon, deprecated },
    ...{ createdAt: modifiedAt.toISOString(), digest, location: name },
  }
  return { listed, refused: null }
}

/** Small archives take only a few milliseconds, in chunks: less than starting a thread. */
function readArchive(owner: string, path: string, bytes: number): Promise<ListedArchive> {
  return bytes <= smallBytes ? readMetadata(path) : readInThread(owner, path)
}

function toRefused(error: unknown): ListedArchive {
  if (!(error instanceof TaskLimitError) || error.limit === "queue") throw error
  return { refused: "takes too much time or memory to read" }
}
