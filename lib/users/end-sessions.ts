import { appendAudit } from "@/lib/audit/append-audit"
import { type Actor, requireScope } from "@/lib/auth/actor"
import { db, transaction } from "@/lib/db/transaction"
import { findOwnUser, findUser } from "./find-user"

/** Signs the asking person out everywhere, here too. */
export async function endOwnSessions(actor: Actor): Promise<void> {
  const user = await findOwnUser(actor)
  await endSessions(actor, user.id)
}

/** Signs somebody out everywhere. */
export async function endSessionsOf(actor: Actor, id: string): Promise<void> {
  requireScope(actor, "admin")
  const user = await findUser(id)
  await endSessions(actor, user.id)
}

async function endSessions(actor: Actor, id: string): Promise<void> {
  await transaction(async () => {
    await forgetSessions(id)
    await appendAudit(actor, { action: "user.signed-out", subjectType: "user", subjectId: id, detail: {} })
  })
}

/** By the clock that also says when a session began. */
export async function forgetSessions(id: string): Promise<void> {
  await db().$executeRaw`UPDATE user_account SET sessions_from = clock_timestamp() WHERE id = ${id}::uuid`
}
