import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import { hashPassword, makePassword } from "@/lib/identity/auth/passwords"
import { db, transaction } from "@/lib/platform/db/transaction"

const email = "admin@slipway.local"

/**
 * Creates the first admin when there are no users, and returns the password, which is not stored; null when there are
 * users. When several processes start concurrently, only one creates the admin.
 */
export async function ensureFirstAdmin(): Promise<{ email: string; password: string } | null> {
  if (await hasUsers()) return null
  const password = makePassword()
  const passwordHash = await hashPassword(password)
  return transaction(async () => {
    await db().$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('slipway first admin', 0))`
    if (await hasUsers()) return null
    const admin = await db().user.create({ data: { email, name: "Admin", role: "ADMIN", passwordHash } })
    await appendAudit(systemActor("start"), "user.created", admin.id, { email, role: admin.role })
    return { email, password }
  })
}

async function hasUsers(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) !== null
}
