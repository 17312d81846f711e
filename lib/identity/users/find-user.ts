import { type Actor, requirePerson, requireScope } from "@/lib/identity/auth/actor"
import { scopesOfRole } from "@/lib/identity/auth/scopes"
import { containsFilter } from "@/lib/platform/db/contains-filter"
import type { User as UserRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cutIdPage, decodeIdCursor, mapPage, type Page } from "@/lib/platform/page"
import { type Me, type User, type UsersQuery, userSchema } from "./schema"

export async function findUser(id: string): Promise<UserRow> {
  const row = await db().user.findUnique({ where: { id } })
  if (row === null) throw notFound(`There is no user ${id}.`)
  return row
}

/** The caller's own user account. */
export async function findOwnUser(actor: Actor): Promise<UserRow> {
  requirePerson(actor)
  return findUser(actor.id)
}

/**
 * The id of the caller's account, locked until the transaction ends, so that concurrent requests cannot exceed a limit.
 */
export async function lockOwnUser(actor: Actor): Promise<string> {
  const { id } = await findOwnUser(actor)
  await db().$executeRaw`SELECT 1 FROM user_account WHERE id = ${id}::uuid FOR UPDATE`
  return id
}

export async function getUser(actor: Actor, id: string): Promise<User> {
  requireScope(actor, "admin")
  return toUser(await findUser(id))
}

/** The caller's own user account, with the scopes of its role. */
export async function getMe(actor: Actor): Promise<Me> {
  const user = toUser(await findOwnUser(actor))
  return { ...user, scopes: [...scopesOfRole[user.role]] }
}

/** All users, newest first: ids are in order of creation. */
export async function listUsers(actor: Actor, query: UsersQuery): Promise<Page<User>> {
  requireScope(actor, "admin")
  const q = query.q === undefined ? undefined : containsFilter(query.q)
  const rows = await db().user.findMany({
    where: {
      id: { lt: decodeIdCursor(query.cursor) },
      role: query.role,
      disabledAt: query.disabled === undefined ? undefined : query.disabled ? { not: null } : null,
      OR: q && [{ email: q }, { name: q }],
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  return mapPage(cutIdPage(rows, query.limit), toUser)
}

/** Converts a row to its API representation, without the password hash. */
export function toUser(row: UserRow): User {
  return {
    ...fieldsOf(userSchema, row),
    disabled: row.disabledAt !== null,
    hasPassword: row.passwordHash !== null,
    hasSingleSignOn: row.oidcSubject !== null,
  }
}

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
