import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { refuseFields } from "@/lib/platform/collect-faults"
import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { keyFor } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import { seal } from "@/lib/platform/seal"
import { locateRepository } from "./locate-repository"
import { namedFolders } from "./named-folders"
import type { CreateRepository, Repository } from "./schema"
import { toRepository } from "./to-repository"

/** Adds a repository; the password is stored encrypted and sent only to its host. 409: the name is taken. */
export async function addRepository(actor: Actor, input: CreateRepository): Promise<Repository> {
  requireScope(actor, "admin")
  const folders = namedFolders()
  if (folders.some(({ name }) => name === input.name)) throw nameTaken(input.name)
  const operators = folders.filter(({ builtIn }) => !builtIn).map(({ path }) => path)
  const place = await locateRepository(input.url, { folders: operators })
  if (place.kind === "FOLDER") refuseCredentials(input)
  const data = {
    id: uuidv7(),
    name: input.name,
    ...place,
    username: input.username ?? null,
    sealedPassword: input.password === undefined ? null : seal(input.password, keyFor("repository-password")),
    createdBy: actor.name,
  }
  try {
    return await transaction(async () => {
      const repository = toRepository(await db().chartRepository.create({ data }))
      const { name, kind, url, username, hasPassword } = repository
      await appendAudit(actor, {
        action: "repository.added",
        subjectType: "repository",
        subjectId: repository.id,
        detail: { name, kind, url, username, hasPassword },
      })
      return repository
    })
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(input.name) : error
  }
}

function refuseCredentials(input: CreateRepository): void {
  const given = (["username", "password"] as const).filter((field) => input[field] !== undefined)
  refuseFields(given.map((field) => ({ pointer: `/${field}`, message: "A folder takes no credentials." })))
}

function nameTaken(name: string): DomainError {
  return new DomainError("conflict", `A repository named ${name} already exists.`, {
    code: "repository_name_taken",
  })
}
