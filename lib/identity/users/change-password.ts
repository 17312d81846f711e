import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { hashPassword, isPassword, makePassword } from "@/lib/identity/auth/passwords"
import { countSignIn, forgiveSignIn } from "@/lib/identity/auth/sign-in-limit"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"
import { deleteSessions } from "./end-sessions"
import { findOwnUser, findUser } from "./find-user"
import { refuseGuessable } from "./refuse-guessable"
import type { ChangePassword, ResetPassword } from "./schema"

/** Changes the caller's own password and ends all their sessions. A wrong current password counts as a failed sign-in. */
export async function changeOwnPassword(actor: Actor, { current, next }: ChangePassword): Promise<void> {
  const user = await findOwnUser(actor)
  if (user.passwordHash === null) {
    throw new DomainError(
      "conflict",
      "You sign in through the identity provider and have no Slipway password.",
      {
        code: "no_password",
      },
    )
  }
  const attempt = { account: user.email, address: actor.address, device: null }
  await countSignIn(attempt)
  if (!(await isPassword(user.passwordHash, current))) {
    throw invalid("/current", "The current password is incorrect.", "wrong_password")
  }
  await forgiveSignIn(attempt)
  if (current === next) throw invalid("/next", "Choose a password that differs from the current one.")
  await refuseGuessable("/next", next, user)
  await setPassword(actor, user.id, next)
}

/** Sets a new password and ends the user's sessions. Without a given password, generates one and returns it once. */
export async function resetPassword(
  actor: Actor,
  id: string,
  { password }: ResetPassword,
): Promise<{ password: string | null }> {
  requireScope(actor, "admin")
  const user = await findUser(id)
  if (password !== undefined) await refuseGuessable("/password", password, user)
  const chosen = password ?? makePassword()
  await setPassword(actor, user.id, chosen)
  return { password: password === undefined ? chosen : null }
}

async function setPassword(actor: Actor, id: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password)
  await transaction(async () => {
    await db().user.update({ where: { id }, data: { passwordHash } })
    await deleteSessions(id)
    await appendAudit(actor, {
      action: "user.password-changed",
      subjectType: "user",
      subjectId: id,
      detail: { byThemselves: actor.kind === "user" && actor.id === id },
    })
  })
}
