import type { Actor } from "@/lib/auth/actor"
import type { User as UserRow } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { DomainError } from "@/lib/errors"

export async function findUser(id: string): Promise<UserRow> {
  const row = await db().user.findUnique({ where: { id } })
  if (row === null) throw new DomainError("not_found", `There is no user ${id}.`)
  return row
}

/** The account of the person who asks; an API token is not a person. */
export async function findOwnUser(actor: Actor): Promise<UserRow> {
  if (actor.kind === "user") return findUser(actor.id)
  throw new DomainError(
    "forbidden",
    "This is about the person who is signed in; an API token has no account.",
    {
      code: "not_a_person",
    },
  )
}
