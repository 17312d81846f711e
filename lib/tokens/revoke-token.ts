import { appendAudit } from "@/lib/audit/append-audit"
import { type Actor, requireScope } from "@/lib/auth/actor"
import { db, transaction } from "@/lib/db/transaction"
import { getToken } from "./get-token"

/** From its next request on the token counts no more. Revoking it again changes nothing. */
export async function revokeToken(actor: Actor, id: string): Promise<void> {
  requireScope(actor, "admin")
  await transaction(async () => {
    const { name } = await getToken(actor, id)
    const { count } = await db().apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date(), revokedBy: actor.name },
    })
    if (count === 0) return
    await appendAudit(actor, {
      action: "token.revoked",
      subjectType: "token",
      subjectId: id,
      detail: { name },
    })
  })
}
