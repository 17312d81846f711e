import type { ChartRepository } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { keysFor } from "@/lib/platform/env"
import { unseal } from "@/lib/platform/seal"
import { namedFolders } from "./named-folders"
import type { RepositorySource } from "./repository/repository-source"

/** All repositories with their credentials, by name: those that were added, and the configured folders. */
export async function readSources(): Promise<RepositorySource[]> {
  const rows = await db().chartRepository.findMany()
  const folders = namedFolders().map(
    ({ id, name, path }): RepositorySource => ({
      id,
      name,
      kind: "FOLDER",
      url: path,
      username: null,
      password: null,
    }),
  )
  const names = new Set(folders.map(({ name }) => name))
  return [...folders, ...rows.filter(({ name }) => !names.has(name)).map(toSource)].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  )
}

export function toSource(row: ChartRepository): RepositorySource {
  const { id, name, kind, url, username, sealedPassword } = row
  const password = sealedPassword === null ? null : unseal(sealedPassword, keysFor("repository-password"))
  return { id, name, kind, url, username, password }
}
