import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"
import { findRepository } from "./find-repository"
import { listRepositories } from "./list-repositories"
import type { Repository } from "./schema"

/** Gets a repository by id or name. */
export async function getRepository(actor: Actor, idOrName: string): Promise<Repository> {
  const { id } = await findRepository(idOrName)
  const found = (await listRepositories(actor)).find((repository) => repository.id === id)
  if (found === undefined) throw new DomainError("not_found", "The repository has been removed.")
  return found
}
