import { decode } from "next-auth/jwt"
import { z } from "zod"
import { db } from "@/lib/platform/db/transaction"
import { sessionSecret } from "@/lib/platform/env"
import type { Actor, Origin } from "./actor"
import { type Role, scopesOfRole } from "./scopes"

/** The claims in the session cookie; the user and their permissions are read from the database on each request. */
export const sessionClaims = z.object({
  userId: z.uuid(),
  /** In milliseconds by the database clock; unlike `iat` it does not change when the cookie is renewed. */
  signedInAt: z.number(),
})

export type SessionClaims = z.infer<typeof sessionClaims>

/** The maximum length of a session, however often the cookie is renewed. */
export const sessionSeconds = 7 * 24 * 3600

export type SessionUser = { id: string; email: string; name: string; role: Role }

const cookieNames = ["__Secure-next-auth.session-token", "next-auth.session-token"]

/** next-auth splits a long cookie into `name.0`, `name.1`, …. */
function sessionCookie(header: string): string | null {
  const cookies = new Map(
    header.split(";").map((pair): [string, string] => {
      const [name = "", ...value] = pair.trim().split("=")
      return [name, value.join("=")]
    }),
  )
  for (const name of cookieNames) {
    const value = cookies.get(name)
    if (value !== undefined) return value
    let chunked = ""
    for (let index = 0; cookies.has(`${name}.${index}`); index++) chunked += cookies.get(`${name}.${index}`)
    if (chunked !== "") return chunked
  }
  return null
}

/** The signed-in user, or null if the cookie is missing, forged or expired, or the account was disabled or signed out. */
export async function userOfSession(headers: Headers): Promise<SessionUser | null> {
  const cookie = sessionCookie(headers.get("cookie") ?? "")
  if (cookie === null) return null
  const token = await decode({ token: cookie, secret: sessionSecret() }).catch(() => null)
  return userOfClaims(token)
}

/** The user for claims whose signature was verified, or null if the session is no longer valid. */
export async function userOfClaims(token: unknown): Promise<SessionUser | null> {
  const claims = sessionClaims.safeParse(token)
  if (!claims.success || claims.data.signedInAt < Date.now() - sessionSeconds * 1000) return null
  const signedInAt = new Date(claims.data.signedInAt)
  const user = await db().user.findFirst({
    where: { id: claims.data.userId, endedSessions: { none: { signedInAt } } },
  })
  if (user === null || user.disabledAt !== null || user.sessionsFrom > signedInAt) return null
  return { id: user.id, email: user.email, name: user.name, role: user.role }
}

export async function actorOfSession(headers: Headers, origin: Origin): Promise<Actor | null> {
  const user = await userOfSession(headers)
  return user && actorOfUser(user, origin)
}

export function actorOfUser(user: SessionUser, origin: Origin): Actor {
  const rights = { scopes: scopesOfRole[user.role], environmentIds: null, tenantIds: null }
  return { kind: "user", id: user.id, name: user.email, ...rights, ...origin }
}
