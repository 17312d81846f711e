import type { SessionClaims } from "@/lib/identity/auth/session"
import { db } from "@/lib/platform/db/transaction"

/** Begins a session, at an instant of the one clock that also says from when sessions count. */
export async function noteSignIn(userId: string): Promise<SessionClaims> {
  const [row] = await db().$queryRaw<{ signedInAt: Date }[]>`
    UPDATE user_account SET last_sign_in_at = clock_timestamp() WHERE id = ${userId}::uuid
    RETURNING last_sign_in_at AS "signedInAt"`
  if (row === undefined) throw new Error("The account is gone.")
  return { userId, signedInAt: row.signedInAt.getTime() }
}
