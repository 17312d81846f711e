import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { getRepository } from "./list-repositories"
import { namedFolders } from "./named-folders"
import { findRepository } from "./repository-sources"

/**
 * Removes a repository, by id or name. Releases installed from it stay. 409: it is configured at startup. `ifMatch` is the
 * ETag the caller has seen; a 412 when it has changed.
 */
export async function deleteRepository(
  actor: Actor,
  idOrName: string,
  ifMatch: string | null = null,
): Promise<void> {
  requireScope(actor, "admin")
  const { id, name, kind, url } = await findRepository(idOrName)
  if (namedFolders().some((folder) => folder.id === id)) {
    throw new DomainError(
      "conflict",
      `The repository ${name} is configured with SLIPWAY_CHARTS_FOLDER. Remove it from the configuration.`,
      "repository_fixed",
    )
  }
  await transaction(async () => {
    await db().$queryRaw`SELECT 1 FROM chart_repository WHERE id = ${id}::uuid FOR UPDATE`
    if (ifMatch !== null) requireMatch(ifMatch, await getRepository(actor, id), "This repository")
    const { count } = await db().chartRepository.deleteMany({ where: { id } })
    if (count === 0) throw new DomainError("not_found", `The repository ${name} has already been removed.`)
    await appendAudit(actor, "repository.removed", id, { name, kind, url })
  })
}
