import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import { hashPassword, makePassword } from "@/lib/identity/auth/passwords"
import { db, transaction } from "@/lib/platform/db/transaction"

const email = "admin@slipway.local"

/**
 * Makes the first admin where there is no user at all, and answers the password, which is kept nowhere; null when
 * somebody is there already. Several processes may start at once: one of them makes it.
 */
export async function ensureFirstAdmin(): Promise<{ email: string; password: string } | null> {
  if (await somebodyIsThere()) return null
  const password = makePassword()
  const passwordHash = await hashPassword(password)
  return transaction(async () => {
    await db().$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('slipway first admin', 0))`
    if (await somebodyIsThere()) return null
    const admin = await db().user.create({ data: { email, name: "Admin", role: "ADMIN", passwordHash } })
    await appendAudit(systemActor("start"), {
      action: "user.created",
      subjectType: "user",
      subjectId: admin.id,
      detail: { email, role: admin.role },
    })
    return { email, password }
  })
}

async function somebodyIsThere(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) !== null
}
