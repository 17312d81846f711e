import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, outsideTransaction } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import readMetadata, { type ListedArchive } from "../archive/read-metadata.task"
import { archiveLimits, ChartArchiveError, megabytes } from "../archive/unpack-chart"
import { type ListedVersion, type Listing, listedSchema, makeListing, sortListed } from "./listing"
import { RepositoryProblem, type RepositoryReader, type RepositorySource } from "./repository-source"
import { SingleFlight } from "./single-flight"

const readInThread = threadTask<typeof readMetadata>("lib/fleet/charts/archive/read-metadata.task.ts")

const smallBytes = 64 * 1_024

/** A packaged chart in a folder: its listing, or the message why it is rejected. */
type FolderFile = {
  name: string
  bytes: number
  modifiedAt: Date
  listed: ListedVersion | null
  refused: string | null
}

/** Reads folders of packaged charts (`*.tgz`); a file is read again when its time or size changes. */
export function folderReader(): RepositoryReader {
  const reads = new SingleFlight<Listing>()
  const inMemory = new Map<string, Map<string, FolderFile>>()
  const list = ({ id, url }: RepositorySource) =>
    reads.run(url, async () => {
      const knownFiles = inMemory.get(url) ?? (await recallFiles(url))
      const files = await readFiles(id, url, knownFiles)
      inMemory.set(url, new Map(files.map((file) => [file.name, file])))
      const refusedArchives = files.flatMap(({ name, refused: reason }) =>
        reason === null ? [] : [{ file: name, reason }],
      )
      return makeListing([sortListed(files.flatMap(({ listed }) => listed ?? []))], {
        refused: refusedArchives,
      })
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
  knownFiles: ReadonlyMap<string, FolderFile>,
): Promise<FolderFile[]> {
  const entries = await readdir(folder).catch(() => {
    throw new RepositoryProblem("The folder cannot be read.")
  })
  const names = entries.filter((name) => /^[^.].*\.tgz$/.test(name)).sort()
  const files: FolderFile[] = []
  for (const name of names) {
    const now = await stat(join(folder, name)).catch(() => null)
    if (now === null || !now.isFile()) continue
    const before = knownFiles.get(name)
    if (before?.modifiedAt.getTime() === now.mtime.getTime() && before.bytes === now.size) {
      files.push(before)
      continue
    }
    const file = { name, bytes: now.size, modifiedAt: now.mtime }
    const read = { ...file, ...(await listFile(owner, folder, file)) }
    await storeFile(folder, read)
    files.push(read)
  }
  const present = new Set(files.map(({ name }) => name))
  const deleted = [...knownFiles.keys()].filter((name) => !present.has(name))
  if (deleted.length > 0) await deleteFiles(folder, deleted)
  return files
}

async function listFile(
  owner: string,
  folder: string,
  { name, bytes, modifiedAt }: Pick<FolderFile, "name" | "bytes" | "modifiedAt">,
): Promise<Pick<FolderFile, "listed" | "refused">> {
  const read = await readArchive(owner, join(folder, name), bytes)
  if ("refused" in read) {
    log.warn({ file: name, reason: read.refused }, "packaged chart rejected")
    return { listed: null, refused: new ChartArchiveError(read.refused).sentence }
  }
  const file = { createdAt: modifiedAt.toISOString(), digest: read.digest, location: name }
  return { listed: listedSchema.parse({ ...read.metadata, ...file }), refused: null }
}

async function readArchive(owner: string, path: string, bytes: number): Promise<ListedArchive> {
  if (bytes > archiveLimits.archiveBytes)
    return { refused: `is larger than ${megabytes(archiveLimits.archiveBytes)} MB` }
  try {
    // Small archives take only a few milliseconds, in chunks: less than starting a thread.
    return await (bytes <= smallBytes ? readMetadata(path) : readInThread(owner, path))
  } catch (error) {
    if (!(error instanceof TaskLimitError) || error.limit === "queue") throw error
    return { refused: "takes too much time or memory to read" }
  }
}

/** As last read by any process. Callers share the result, so this must not be part of a caller's transaction. */
async function recallFiles(folder: string): Promise<Map<string, FolderFile>> {
  const rows = await outsideTransaction(() => db().chartArchive.findMany({ where: { folder } }))
  const files = rows.map(({ file, bytes, modifiedAt, listed, refused }): FolderFile => {
    return { name: file, bytes, modifiedAt, listed: listedSchema.nullable().parse(listed), refused }
  })
  return new Map(files.map((file) => [file.name, file]))
}

async function storeFile(folder: string, { name, ...read }: FolderFile): Promise<void> {
  const data = { ...read, listed: read.listed ?? Prisma.DbNull }
  await outsideTransaction(() =>
    db().chartArchive.upsert({
      where: { folder_file: { folder, file: name } },
      create: { folder, file: name, ...data },
      update: data,
    }),
  )
}

async function deleteFiles(folder: string, names: readonly string[]): Promise<void> {
  await outsideTransaction(() =>
    db().chartArchive.deleteMany({ where: { folder, file: { in: [...names] } } }),
  )
}
