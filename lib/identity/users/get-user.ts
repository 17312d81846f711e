import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { scopesOfRole } from "@/lib/identity/auth/scopes"
import { findOwnUser, findUser } from "./find-user"
import type { Me, User } from "./schema"
import { toUser } from "./to-user"

export async function getUser(actor: Actor, id: string): Promise<User> {
  requireScope(actor, "admin")
  return toUser(await findUser(id))
}

/** The caller's own user account, with the scopes of its role. */
export async function getMe(actor: Actor): Promise<Me> {
  const user = toUser(await findOwnUser(actor))
  return { ...user, scopes: [...scopesOfRole[user.role]] }
}
