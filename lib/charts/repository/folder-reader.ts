import { createHash } from "node:crypto"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { log } from "@/lib/log"
import { archiveLimits } from "../archive/archive-limits"
import { ChartArchiveError } from "../archive/chart-archive-error"
import { readChartFiles } from "../archive/read-chart-files"
import { RepositoryProblem } from "./repository-problem"
import type { ListedVersion, RepositoryReader, RepositorySource } from "./repository-source"

type Known = { modified: number; bytes: number; listed: ListedVersion | null }

/** Reads folders of packaged charts (`*.tgz`). A file is looked into again when its time or size changes. */
export function folderReader(): RepositoryReader {
  const known = new Map<string, Known>()
  const list = async ({ url }: RepositorySource): Promise<ListedVersion[]> => {
    const names = (await readFolder(url)).filter((name) => /^[^.].*\.tgz$/.test(name)).sort()
    const found: ListedVersion[] = []
    for (const name of names) {
      const listed = await look(join(url, name), name, known)
      if (listed !== null) found.push(listed)
    }
    return found
  }
  return {
    list,
    versionsOf: async (repository, name) => (await list(repository)).filter((chart) => chart.name === name),
    digestOf: async (_repository, { digest }) => digest,
    fetchArchive: ({ url }, { location }) => readFile(join(url, location)),
  }
}

async function readFolder(path: string): Promise<string[]> {
  return readdir(path).catch(() => {
    throw new RepositoryProblem("Its folder cannot be read.")
  })
}

async function look(path: string, name: string, known: Map<string, Known>): Promise<ListedVersion | null> {
  const now = await stat(path).catch(() => null)
  if (now === null || !now.isFile()) return null
  const before = known.get(path)
  if (before?.modified === now.mtimeMs && before.bytes === now.size) return before.listed
  const listed = now.size > archiveLimits.archiveBytes ? null : await readListed(path, name, now.mtime)
  known.set(path, { modified: now.mtimeMs, bytes: now.size, listed })
  return listed
}

async function readListed(path: string, name: string, modified: Date): Promise<ListedVersion | null> {
  const archive = await readFile(path)
  try {
    const { metadata } = await readChartFiles(archive)
    return {
      name: metadata.name,
      version: metadata.version,
      appVersion: metadata.appVersion,
      description: metadata.description,
      icon: metadata.icon,
      deprecated: metadata.deprecated,
      createdAt: modified.toISOString(),
      digest: `sha256:${createHash("sha256").update(archive).digest("hex")}`,
      location: name,
    }
  } catch (error) {
    if (!(error instanceof ChartArchiveError)) throw error
    log.warn({ file: name, why: error.message }, "A packaged chart in a folder cannot be used")
    return null
  }
}
