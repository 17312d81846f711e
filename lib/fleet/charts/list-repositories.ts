import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { namedFolders } from "./named-folders"
import type { Repository } from "./schema"
import { folderRepository, toRepository } from "./to-repository"

/** All chart repositories by name. A configured folder hides a repository of the same name. */
export async function listRepositories(actor: Actor): Promise<Repository[]> {
  const folders = namedFolders().map((folder) => folderRepository(actor, folder))
  const names = new Set(folders.map(({ name }) => name))
  const rows = await db().chartRepository.findMany()
  const added = rows.map(toRepository).filter(({ name }) => !names.has(name))
  return [...folders, ...added].sort((one, other) => (one.name < other.name ? -1 : 1))
}
