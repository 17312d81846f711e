import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { type SessionClaims, sessionSeconds } from "@/lib/identity/auth/session"
import { db, transaction } from "@/lib/platform/db/transaction"
import { findOwnUser, findUser } from "./find-user"

/** Signs the caller out everywhere, including the current session. */
export async function endOwnSessions(actor: Actor): Promise<void> {
  const user = await findOwnUser(actor)
  await endSessions(actor, user.id)
}

/** Ends the session with these claims, which also invalidates copies of its cookie. */
export async function endThisSession(actor: Actor, { userId, signedInAt }: SessionClaims): Promise<void> {
  const expiredBefore = new Date(Date.now() - sessionSeconds * 1000)
  await transaction(async () => {
    await db().endedSession.deleteMany({ where: { userId, signedInAt: { lt: expiredBefore } } })
    const { count } = await db().endedSession.createMany({
      data: { userId, signedInAt: new Date(signedInAt) },
      skipDuplicates: true,
    })
    if (count === 0) return
    await appendAudit(actor, "user.signed_out", userId, { everywhere: false })
  })
}

/** Signs a user out everywhere. */
export async function endUserSessions(actor: Actor, id: string): Promise<void> {
  requireScope(actor, "admin")
  const user = await findUser(id)
  await endSessions(actor, user.id)
}

async function endSessions(actor: Actor, id: string): Promise<void> {
  await transaction(async () => {
    await deleteSessions(id)
    await appendAudit(actor, "user.signed_out", id, { everywhere: true })
  })
}

/** Uses the database clock, which also sets the start of a session. */
export async function deleteSessions(id: string): Promise<void> {
  await db().$executeRaw`UPDATE user_account SET sessions_from = clock_timestamp() WHERE id = ${id}::uuid`
}
