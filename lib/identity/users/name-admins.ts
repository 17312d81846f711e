import { type Actor, requirePerson } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"

const maxNamed = 3

/**
 * E-mail addresses of admins who can still sign in, for somebody whose role does not reach: at most three, those who
 * were here last first. People alone are told, who see names in every history anyway; a token is refused with a 403.
 */
export async function nameAdmins(actor: Actor): Promise<string[]> {
  requirePerson(actor)
  const admins = await db().user.findMany({
    where: { role: "ADMIN", disabledAt: null },
    orderBy: [{ lastSignInAt: { sort: "desc", nulls: "last" } }, { id: "asc" }],
    take: maxNamed,
    select: { email: true },
  })
  return admins.map(({ email }) => email)
}
