import { DomainError } from "@/lib/platform/errors"
import { didYouMean } from "@/lib/platform/nearest"
import type { RepositorySource } from "./repository/repository-source"
import { readSources } from "./repository-sources"

/** Finds a repository with its credentials, by id or name; throws a 404. */
export async function findRepository(idOrName: string): Promise<RepositorySource> {
  const sources = await readSources()
  const found = sources.find(({ id, name }) => id === idOrName || name === idOrName)
  if (found !== undefined) return found
  const near = didYouMean(
    idOrName,
    sources.map(({ name }) => name),
  )
  throw new DomainError("not_found", `There is no repository "${idOrName}".${near}`)
}
