import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { hashPassword, makePassword } from "@/lib/identity/auth/passwords"
import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { refuseGuessable } from "./refuse-guessable"
import type { CreatedUser, CreateUser } from "./schema"
import { toUser } from "./to-user"

/** Creates a user. Without a given password, generates one and returns it once. */
export async function createUser(actor: Actor, { password, ...input }: CreateUser): Promise<CreatedUser> {
  requireScope(actor, "admin")
  if (typeof password === "string") await refuseGuessable("/password", password, input)
  const made = password === undefined ? makePassword() : null
  const chosen = made ?? password ?? null
  const passwordHash = chosen === null ? null : await hashPassword(chosen)
  return transaction(async () => {
    if ((await db().user.findUnique({ where: { email: input.email } })) !== null) throw taken(input.email)
    const row = await db().user.create({ data: { ...input, passwordHash } })
    await appendAudit(actor, {
      action: "user.created",
      subjectType: "user",
      subjectId: row.id,
      detail: { email: row.email, name: row.name, role: row.role },
    })
    return { ...toUser(row), password: made }
  }).catch((error) => {
    throw isUniqueViolation(error) ? taken(input.email) : error
  })
}

function taken(email: string): DomainError {
  return new DomainError("conflict", `A user with the email address ${email} already exists.`, {
    code: "email_taken",
    errors: [{ pointer: "/email", message: "This email address is already in use." }],
  })
}
