import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"

/**
 * Whether this user is the only enabled admin. Locks the admins until the transaction ends, so that two admins cannot
 * remove each other concurrently.
 */
export async function isLastAdmin(userId: string): Promise<boolean> {
  const admins = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM user_account WHERE role = 'ADMIN' AND disabled_at IS NULL ORDER BY id FOR UPDATE`
  return admins.length === 1 && admins[0]?.id === userId
}

export async function requireAnAdmin(userId: string): Promise<void> {
  if (!(await isLastAdmin(userId))) return
  throw new DomainError("conflict", "This is the last enabled admin. Make another user an admin first.", {
    code: "last_admin",
  })
}
