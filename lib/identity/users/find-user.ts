import { type Actor, requirePerson } from "@/lib/identity/auth/actor"
import type { User as UserRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"

export async function findUser(id: string): Promise<UserRow> {
  const row = await db().user.findUnique({ where: { id } })
  if (row === null) throw new DomainError("not_found", `User ${id} not found.`)
  return row
}

/** The caller's own user account. */
export async function findOwnUser(actor: Actor): Promise<UserRow> {
  requirePerson(actor)
  return findUser(actor.id)
}
