import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { requireMatch } from "@/lib/platform/etag"
import { getToken } from "./list-tokens"

/** Revokes the token with effect from its next request. Revoking it again changes nothing. */
export async function revokeToken(actor: Actor, id: string, ifMatch: string | null = null): Promise<void> {
  requireScope(actor, "admin")
  await transaction(async () => {
    await db().$queryRaw`SELECT 1 FROM api_token WHERE id = ${id}::uuid FOR UPDATE`
    const token = await getToken(actor, id)
    requireMatch(ifMatch, token, "This token")
    const { count } = await db().apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date(), revokedBy: actor.name },
    })
    if (count === 0) return
    await appendAudit(actor, "token.revoked", id, { name: token.name })
  })
}
