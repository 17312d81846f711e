import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Origin, systemActor } from "@/lib/identity/auth/actor"
import { actorOfUser, type SessionClaims } from "@/lib/identity/auth/session"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import type { Prisma, User as UserRow } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, type DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import type { OidcPerson } from "./oidc-claims"
import { noteSignIn, rejectDisabled } from "./sign-in-with-password"
import { isLastAdmin } from "./update-user"

/**
 * Opens a session for a user authenticated by the identity provider, and creates or updates their account: name and role
 * are updated from the claims at each sign-in. A local account is linked by email address only if the provider has
 * verified the address and the account is not linked to another subject; otherwise anyone who can choose their address
 * at the provider could take over an account.
 */
export async function signInWithOidc(person: OidcPerson, origin: Origin): Promise<SessionClaims> {
  return transaction(async () => {
    // Serializes concurrent first sign-ins of one user, so that the second finds the account created by the first.
    await db().$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`oidc ${person.oidcSubject}`}, 0))`
    const account = await findAccount(person)
    const user = account === null ? await create(person, origin) : await update(account, person, origin)
    rejectDisabled(user)
    const claims = await noteSignIn(user.id)
    await appendAudit(actorOfUser(user, origin), "user.signed_in", user.id, { by: "single sign-on" })
    return claims
  }).catch(uniqueViolationAs(emailTaken))
}

async function findAccount(person: OidcPerson): Promise<UserRow | null> {
  const linked = await db().user.findUnique({ where: { oidcSubject: person.oidcSubject } })
  if (linked !== null || person.email === null) return linked
  const sameAddress = await db().user.findUnique({ where: { email: person.email } })
  if (sameAddress === null) return null
  if (person.emailVerified && sameAddress.oidcSubject === null) return sameAddress
  throw emailTaken()
}

function emailTaken(): DomainError {
  return conflict("A user with this email address already exists.", "email_taken")
}

async function create(person: OidcPerson, origin: Origin): Promise<UserRow> {
  const email = person.email ?? placeholderAddress(person.oidcSubject)
  const user = await db().user.create({
    data: {
      email,
      name: person.name ?? email,
      role: person.role ?? "VIEWER",
      oidcSubject: person.oidcSubject,
    },
  })
  await appendAudit(identityProvider(origin), "user.created", user.id, { email, role: user.role })
  return user
}

/** A unique address that cannot belong to anyone, because every account needs one. */
function placeholderAddress(oidcSubject: string): string {
  const [issuer = "", subject = ""] = oidcSubject.split(" ", 2)
  return `${encodeURIComponent(subject).toLowerCase()}@${new URL(issuer).hostname}.invalid`
}

async function update(account: UserRow, person: OidcPerson, origin: Origin): Promise<UserRow> {
  const fields = {
    oidcSubject: person.oidcSubject,
    name: person.name ?? account.name,
    role: await roleAfter(account, person),
  }
  const changed = Object.entries(fields).filter(([field, value]) => Reflect.get(account, field) !== value)
  if (changed.length === 0) return account
  const data: Prisma.UserUpdateInput = Object.fromEntries(changed)
  const user = await db().user.update({ where: { id: account.id }, data })
  await appendAudit(identityProvider(origin), "user.changed", user.id, {
    email: user.email,
    before: Object.fromEntries(changed.map(([field]) => [field, Reflect.get(account, field)])),
    after: Object.fromEntries(changed),
  })
  return user
}

/** The role from the claim, unless that would remove the last admin. */
async function roleAfter(account: UserRow, { role }: OidcPerson): Promise<UserRow["role"]> {
  if (role === null || role === account.role) return account.role
  // A user who was not an admin when the account was read may be the last one by now.
  if (role === "ADMIN" || !(await isLastAdmin(account.id))) return role
  log.warn({ userId: account.id }, "kept the admin role of the last admin despite the role claim")
  return account.role
}

function identityProvider(origin: Origin) {
  return { ...systemActor("identity provider"), ...origin }
}
