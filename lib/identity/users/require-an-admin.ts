import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"

/**
 * Whether somebody else can still manage Slipway once this account no longer can. Locks the admins until the
 * transaction ends, so that two who remove each other at once do not both succeed.
 */
export async function isLastAdmin(userId: string): Promise<boolean> {
  const admins = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM user_account WHERE role = 'ADMIN' AND disabled_at IS NULL ORDER BY id FOR UPDATE`
  return admins.length === 1 && admins[0]?.id === userId
}

export async function requireAnAdmin(userId: string): Promise<void> {
  if (!(await isLastAdmin(userId))) return
  throw new DomainError(
    "conflict",
    "This is the last admin. Make somebody else an admin first, or nobody can manage Slipway.",
    { code: "last_admin" },
  )
}
