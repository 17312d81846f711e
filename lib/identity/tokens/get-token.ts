import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import type { Token } from "./schema"
import { toTokens } from "./to-token"

export async function getToken(actor: Actor, id: string): Promise<Token> {
  requireScope(actor, "admin")
  const [token] = await toTokens(await db().apiToken.findMany({ where: { id } }))
  if (token === undefined) throw new DomainError("not_found", `Token ${id} not found.`)
  return token
}
