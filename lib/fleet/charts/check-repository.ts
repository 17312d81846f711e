import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"
import { readerOf } from "./repository/readers"
import { toDomainError } from "./repository/repository-problem"
import { findRepository } from "./repository-sources"
import type { RepositoryCheck } from "./schema"

const maxRefused = 100

/** Checks whether a repository is readable, using its cached index while fresh, and what it lists and rejects. */
export async function checkRepository(_actor: Actor, idOrName: string): Promise<RepositoryCheck> {
  const repository = await findRepository(idOrName)
  try {
    const { charts, versions, refused, omitted } = await readerOf(repository).list(repository)
    const known = { reachable: true, charts: charts.size, versions, problem: null }
    return { ...known, omitted, refused: refused.slice(0, maxRefused), refusedCount: refused.length }
  } catch (error) {
    const problem = toDomainError(error, repository.name)
    if (!(problem instanceof DomainError)) throw error
    const unknown = { charts: null, versions: null, omitted: 0, refused: [], refusedCount: 0 }
    return { reachable: false, ...unknown, problem: problem.message }
  }
}
