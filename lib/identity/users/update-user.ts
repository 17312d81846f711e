import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import type { User as UserRow } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { findUser, toUser } from "./find-user"
import type { UpdateUser, User } from "./schema"

/** Changes a user's name or role, or disables the user, with effect from the user's next request. */
export async function updateUser(
  actor: Actor,
  id: string,
  change: UpdateUser,
  ifMatch: string | null = null,
): Promise<User> {
  requireScope(actor, "admin")
  return transaction(async () => {
    // Before the row is locked, to prevent deadlocks.
    if (removesAdmin(change)) await requireAnAdmin(id)
    await db().$executeRaw`SELECT 1 FROM user_account WHERE id = ${id}::uuid FOR UPDATE`
    const before = await findUser(id)
    requireMatch(ifMatch, toUser(before), "This user")
    const changed = changedFields(before, change)
    if (Object.keys(changed).length === 0) return toUser(before)
    const { disabled, ...fields } = changed
    const disabledAt = disabled === undefined ? undefined : disabled ? new Date() : null
    const after = await db().user.update({ where: { id }, data: { ...fields, disabledAt } })
    await appendAudit(actor, "user.changed", id, {
      email: after.email,
      before: pick(toUser(before), changed),
      after: pick(toUser(after), changed),
    })
    return toUser(after)
  })
}

function removesAdmin(change: UpdateUser): boolean {
  return change.disabled === true || (change.role !== undefined && change.role !== "ADMIN")
}

function changedFields(before: UserRow, change: UpdateUser): UpdateUser {
  const current = toUser(before)
  return Object.fromEntries(
    Object.entries(change).filter(
      ([field, value]) => value !== undefined && Reflect.get(current, field) !== value,
    ),
  )
}

function pick(user: User, changed: UpdateUser): Record<string, unknown> {
  return Object.fromEntries(Object.keys(changed).map((field) => [field, Reflect.get(user, field)]))
}

/**
 * Whether this user is the only enabled admin. Locks until the transaction ends, so that two admins cannot remove each
 * other concurrently.
 */
export async function isLastAdmin(userId: string): Promise<boolean> {
  await db().$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('slipway last admin', 0))`
  const admins = await db().user.findMany({
    where: { role: "ADMIN", disabledAt: null },
    select: { id: true },
    take: 2,
  })
  return admins.length === 1 && admins[0]?.id === userId
}

async function requireAnAdmin(userId: string): Promise<void> {
  if (!(await isLastAdmin(userId))) return
  throw conflict("This is the last enabled admin. Make another user an admin first.", "last_admin")
}
