import type { SessionClaims } from "@/lib/identity/auth/session"
import { db } from "@/lib/platform/db/transaction"

/** Starts a session. Uses the database clock, which is also used to end sessions. */
export async function noteSignIn(userId: string): Promise<SessionClaims> {
  const [row] = await db().$queryRaw<{ signedInAt: Date }[]>`
    UPDATE user_account SET last_sign_in_at = clock_timestamp() WHERE id = ${userId}::uuid
    RETURNING last_sign_in_at AS "signedInAt"`
  if (row === undefined) throw new Error("The user account no longer exists.")
  return { userId, signedInAt: row.signedInAt.getTime() }
}
