import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { ChartRepository } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { type NamedFolder, namedFolders } from "./named-folders"
import { toDomainError } from "./repository/repository-source"
import { findRepository, joinByName, readerOf } from "./repository-sources"
import { type Repository, type RepositoryCheck, repositorySchema } from "./schema"

/** All chart repositories by name. A configured folder hides a repository of the same name. */
export async function listRepositories(actor: Actor): Promise<Repository[]> {
  const folders = namedFolders().map((folder) => folderRepository(actor, folder))
  return joinByName(folders, (await db().chartRepository.findMany()).map(toRepository))
}

export async function getRepository(actor: Actor, idOrName: string): Promise<Repository> {
  const { id } = await findRepository(idOrName)
  const listed = (await listRepositories(actor)).find((repository) => repository.id === id)
  if (listed === undefined) throw notFound("The repository has been removed.")
  return listed
}

export function toRepository(row: ChartRepository): Repository {
  return { ...fieldsOf(repositorySchema, row), hasPassword: row.sealedPassword !== null, fixed: false }
}

/** A configured folder, which has no row. Its path is hidden from tokens that are limited to tenants. */
function folderRepository(actor: Actor, { builtIn, ...folder }: NamedFolder): Repository {
  return {
    ...folder,
    url: builtIn ? "built in" : visibleTo(actor).tenants.isLimited ? "folder" : folder.url,
    username: null,
    hasPassword: false,
    fixed: true,
    createdBy: builtIn ? "Slipway" : "SLIPWAY_CHARTS_FOLDER",
    createdAt: null,
  }
}

const maxRefused = 100

/**
 * Checks whether a repository is readable, using its cached index while fresh, and returns what it lists and rejects.
 */
export async function checkRepository(_actor: Actor, idOrName: string): Promise<RepositoryCheck> {
  const repository = await findRepository(idOrName)
  try {
    const { charts, versions, refused, ...limited } = await readerOf(repository).list(repository)
    const state = { reachable: true, charts: charts.size, versions, problem: null }
    return { ...state, ...limited, refused: refused.slice(0, maxRefused), refusedCount: refused.length }
  } catch (error) {
    const problem = toDomainError(error, repository.name)
    if (!(problem instanceof DomainError)) throw error
    const unknown = {
      charts: null,
      versions: null,
      omitted: 0,
      omittedCharts: 0,
      refused: [],
      refusedCount: 0,
    }
    return { reachable: false, ...unknown, problem: problem.message }
  }
}
