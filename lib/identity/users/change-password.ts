import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import type guessableTask from "@/lib/identity/auth/password-strength.task"
import { hashPassword, isPassword, makePassword } from "@/lib/identity/auth/passwords"
import { countSignIn, resetSignInFailures } from "@/lib/identity/auth/sign-in-limit"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, DomainError, invalid } from "@/lib/platform/errors"
import { threadTask } from "@/lib/platform/threads/thread-task"
import { deleteSessions } from "./end-sessions"
import { findOwnUser, findUser, toUser } from "./find-user"
import type { ChangePassword, CreatedUser, CreateUser, ResetPassword } from "./schema"

/** Changes the caller's own password and ends all their sessions. A wrong current password counts as a failed sign-in. */
export async function changeOwnPassword(actor: Actor, { current, next }: ChangePassword): Promise<void> {
  const user = await findOwnUser(actor)
  if (user.passwordHash === null) {
    throw conflict("You sign in through the identity provider and have no Slipway password.", "no_password")
  }
  const attempt = { account: user.email, address: actor.address, device: null }
  await countSignIn(attempt)
  if (!(await isPassword(user.passwordHash, current))) throw wrongPassword()
  await resetSignInFailures(attempt)
  if (current === next) throw invalid("/next", "Choose a password that differs from the current one.")
  await rejectGuessable("/next", next, user)
  await setPassword(actor, user.id, next, user.passwordHash)
}

const wrongPassword = () => invalid("/current", "The current password is incorrect.", "wrong_password")

/** Sets a new password and ends the user's sessions. Without a given password, generates one and returns it once. */
export async function resetPassword(
  actor: Actor,
  id: string,
  { password }: ResetPassword,
): Promise<{ password: string | null }> {
  requireScope(actor, "admin")
  const user = await findUser(id)
  if (password !== undefined) await rejectGuessable("/password", password, user)
  const newPassword = password ?? makePassword()
  await setPassword(actor, user.id, newPassword)
  return { password: password === undefined ? newPassword : null }
}

/** `instead`: the hash to replace; throws a 422 when it is no longer the current one. */
async function setPassword(actor: Actor, id: string, password: string, replacedHash?: string): Promise<void> {
  const passwordHash = await hashPassword(password)
  await transaction(async () => {
    const { count } = await db().user.updateMany({
      where: { id, passwordHash: replacedHash },
      data: { passwordHash },
    })
    if (count === 0) throw wrongPassword()
    await deleteSessions(id)
    await appendAudit(actor, "user.password_changed", id, {
      byThemselves: actor.kind === "user" && actor.id === id,
    })
  })
}

const isGuessable = threadTask<typeof guessableTask>("lib/identity/auth/password-strength.task.ts")

/** Throws a 422 at `pointer` for a password that is common, follows a pattern or contains the user's name or email. */
async function rejectGuessable(
  pointer: string,
  password: string,
  person: { email: string; name: string },
): Promise<void> {
  const { email, name } = person
  if (!(await isGuessable(email, { password, person: { email, name } }))) return
  throw invalid(
    pointer,
    "This password is too easy to guess. Use several unrelated words, and not your name or email address.",
    "weak_password",
  )
}

/** Creates a user. Without a given password, generates one and returns it once. */
export async function createUser(actor: Actor, { password, ...input }: CreateUser): Promise<CreatedUser> {
  requireScope(actor, "admin")
  if (typeof password === "string") await rejectGuessable("/password", password, input)
  const generated = password === undefined ? makePassword() : null
  const initialPassword = generated ?? password ?? null
  const passwordHash = initialPassword === null ? null : await hashPassword(initialPassword)
  return transaction(async () => {
    if ((await db().user.findUnique({ where: { email: input.email } })) !== null)
      throw emailTaken(input.email)
    const row = await db().user.create({ data: { ...input, passwordHash } })
    await appendAudit(actor, "user.created", row.id, { email: row.email, name: row.name, role: row.role })
    return { ...toUser(row), password: generated }
  }).catch(uniqueViolationAs(() => emailTaken(input.email)))
}

function emailTaken(email: string): DomainError {
  return new DomainError("conflict", `A user with the email address ${email} already exists.`, {
    code: "email_taken",
    errors: [{ pointer: "/email", message: "This email address is already in use." }],
  })
}
