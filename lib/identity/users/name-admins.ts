import { type Actor, requirePerson } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"

const maxNamed = 3

/**
 * Email addresses of up to three enabled admins, most recent sign-in first, for users whose role is not sufficient.
 * Only for users, who can see names in every history anyway; throws a 403 for tokens.
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
