import { appendAudit } from "@/lib/audit/append-audit"
import { type Actor, requireScope } from "@/lib/auth/actor"
import { db, transaction } from "@/lib/db/transaction"
import { DomainError } from "@/lib/errors"
import { findRepository } from "./find-repository"
import { namedFolders } from "./named-folders"

/** Takes a repository away, by id or name. What was installed from it stays. 409: it was named at start. */
export async function removeRepository(actor: Actor, idOrName: string): Promise<void> {
  requireScope(actor, "admin")
  const { id, name, kind, url } = await findRepository(idOrName)
  if (namedFolders().some((folder) => folder.id === id)) {
    throw new DomainError(
      "conflict",
      `The repository ${name} was named when Slipway was started. Take it out there.`,
      { code: "repository_fixed" },
    )
  }
  await transaction(async () => {
    const { count } = await db().chartRepository.deleteMany({ where: { id } })
    if (count === 0) throw new DomainError("not_found", `The repository ${name} is gone already.`)
    await appendAudit(actor, {
      action: "repository.removed",
      subjectType: "repository",
      subjectId: id,
      detail: { name, kind, url },
    })
  })
}
