import type { Actor } from "@/lib/auth/actor"
import { DomainError } from "@/lib/errors"
import { findRepository } from "./find-repository"
import { readerOf } from "./repository/readers"
import { toDomainError } from "./repository/repository-problem"
import type { RepositoryCheck } from "./schema"

/** Whether a repository can be read right now, or lately where its index is fresh, and what it tells of. */
export async function checkRepository(_actor: Actor, idOrName: string): Promise<RepositoryCheck> {
  const repository = await findRepository(idOrName)
  try {
    const listed = await readerOf(repository).list(repository)
    const charts = new Set(listed.map(({ name }) => name)).size
    return { reachable: true, charts, versions: listed.length, problem: null }
  } catch (error) {
    const problem = toDomainError(error, repository.name)
    if (!(problem instanceof DomainError)) throw error
    return { reachable: false, charts: null, versions: null, problem: problem.message }
  }
}
