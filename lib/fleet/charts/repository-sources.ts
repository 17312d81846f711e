import { compareTexts } from "@/lib/platform/compare-texts"
import { db } from "@/lib/platform/db/transaction"
import { keysFor } from "@/lib/platform/env"
import { notFound } from "@/lib/platform/errors"
import { didYouMean } from "@/lib/platform/nearest"
import { unseal } from "@/lib/platform/seal"
import { namedFolders } from "./named-folders"
import { folderReader } from "./repository/folder-reader"
import { indexReader } from "./repository/index-reader"
import { ociReader } from "./repository/oci-reader"
import type { RepositoryReader, RepositorySource } from "./repository/repository-source"
import type { RepositoryKind } from "./schema"

/** All repositories with their credentials, by name: those that were added, and the configured folders. */
export async function readSources(): Promise<RepositorySource[]> {
  const folders = namedFolders().map(
    ({ builtIn: _, ...folder }): RepositorySource => ({ ...folder, username: null, password: null }),
  )
  const rows = await db().chartRepository.findMany()
  return joinByName(
    folders,
    rows.map(({ id, name, kind, url, username, sealedPassword }) => {
      const password = sealedPassword === null ? null : unseal(sealedPassword, keysFor("repository-password"))
      return { id, name, kind, url, username, password }
    }),
  )
}

/** Sorted by name. A configured folder hides a repository of the same name that was added. */
export function joinByName<T extends { name: string }>(folders: readonly T[], added: readonly T[]): T[] {
  const names = new Set(folders.map(({ name }) => name))
  const all = [...folders, ...added.filter(({ name }) => !names.has(name))]
  return all.sort((a, b) => compareTexts(a.name, b.name))
}

/** Finds a repository with its credentials, by id or name; throws a 404. */
export async function findRepository(idOrName: string): Promise<RepositorySource> {
  const sources = await readSources()
  const source = sources.find(({ id, name }) => id === idOrName || name === idOrName)
  if (source !== undefined) return source
  const names = sources.map(({ name }) => name)
  const message = `There is no repository "${idOrName}".${didYouMean(idOrName, names)}`
  throw notFound(message)
}

const readers: Record<RepositoryKind, RepositoryReader> = {
  INDEX: indexReader(),
  OCI: ociReader(),
  FOLDER: folderReader(),
}

export const readerOf = ({ kind }: RepositorySource): RepositoryReader => readers[kind]
