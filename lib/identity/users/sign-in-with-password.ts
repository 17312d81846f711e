import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Origin } from "@/lib/identity/auth/actor"
import { knownDevice } from "@/lib/identity/auth/known-device"
import { isPassword } from "@/lib/identity/auth/passwords"
import { actorOfUser, type SessionClaims } from "@/lib/identity/auth/session"
import { countSignIn, resetSignInFailures } from "@/lib/identity/auth/sign-in-limit"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"

/**
 * Opens a session for a local account. Throws a 429 after too many failures, and a 401 that, like its response time,
 * does not reveal whether the account exists.
 */
export async function signInWithPassword(
  credentials: { email: string; password: string; deviceCookie?: string },
  origin: Origin,
): Promise<SessionClaims> {
  const email = credentials.email.trim().toLowerCase()
  const device = knownDevice(credentials.deviceCookie, email)
  const attempt = { account: email, address: origin.address, device }
  await countSignIn(attempt)
  const user = await db().user.findUnique({ where: { email } })
  const opens = await isPassword(user?.passwordHash ?? null, credentials.password)
  if (user === null || !opens) {
    log.info({ ...origin, userId: user?.id }, "sign-in failed")
    throw wrongCredentials()
  }
  await resetSignInFailures(attempt)
  rejectDisabled(user)
  return transaction(async () => {
    const claims = await noteSignIn(user.id)
    // The account is locked now; reject a password that was replaced after it was checked.
    const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: user.id } })
    if (passwordHash !== user.passwordHash) throw wrongCredentials()
    await appendAudit(actorOfUser(user, origin), "user.signed_in", user.id, { by: "password" })
    return claims
  })
}

const wrongCredentials = () =>
  new DomainError("unauthenticated", "The email address or password is incorrect.", "wrong_credentials")

/** Throws a 403 for an account that an admin has disabled. */
export function rejectDisabled({ disabledAt }: { disabledAt: Date | null }): void {
  if (disabledAt !== null)
    throw new DomainError("forbidden", "This account is disabled. Ask an admin.", "account_disabled")
}

/** Starts a session, and locks the account until the transaction ends. Uses the database clock, which is also used to end sessions. */
export async function noteSignIn(userId: string): Promise<SessionClaims> {
  const [row] = await db().$queryRaw<{ signedInAt: Date }[]>`
    UPDATE user_account SET last_sign_in_at = clock_timestamp() WHERE id = ${userId}::uuid
    RETURNING last_sign_in_at AS "signedInAt"`
  if (row === undefined) throw new Error("The user account no longer exists.")
  return { userId, signedInAt: row.signedInAt.getTime() }
}
