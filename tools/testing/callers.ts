import { encode } from "next-auth/jwt"
import type { Role, Scope } from "@/lib/identity/auth/scopes"
import { hashToken, makeToken } from "@/lib/identity/auth/token-format"
import { prismaClient } from "@/lib/platform/db/client"
import { sessionSecret } from "@/lib/platform/env"

/** A caller of the API in a test: the headers that authenticate it. */
export type Caller = Record<string, string>

/** A new API token with these scopes; `environments` limits it by name, `tenants` by id. */
export async function tokenCaller(
  scopes: Scope[],
  options: {
    name?: string
    environments?: string[]
    tenants?: string[]
    expiresAt?: Date
    revokedAt?: Date
  } = {},
): Promise<Caller> {
  const token = makeToken()
  const limits = await prismaClient().environmentName.findMany({
    where: { name: { in: options.environments ?? [] } },
  })
  await prismaClient().apiToken.create({
    data: {
      name: options.name ?? "test pipeline",
      hash: hashToken(token),
      prefix: token.slice(0, 8),
      lastFour: token.slice(-4),
      scopes,
      environments: limits.map((limit) => limit.environmentId),
      tenants: options.tenants ?? [],
      createdBy: "test",
      expiresAt: options.expiresAt,
      revokedAt: options.revokedAt,
    },
  })
  return { authorization: `Bearer ${token}` }
}

/** A signed-in user with this role, with the same-origin header that a browser sets. */
export async function sessionCaller(role: Role): Promise<Caller> {
  const user = await prismaClient().user.create({
    data: {
      email: `${role.toLowerCase()}-${crypto.randomUUID()}@example.test`,
      name: `A ${role.toLowerCase()}`,
      role,
    },
  })
  return sessionOf(user)
}

/** A session that was opened when the account was created. */
export async function sessionOf(user: { id: string; sessionsFrom: Date }): Promise<Caller> {
  const token = await encode({
    token: { userId: user.id, signedInAt: user.sessionsFrom.getTime() },
    secret: sessionSecret(),
  })
  return { cookie: `next-auth.session-token=${token}`, "sec-fetch-site": "same-origin" }
}

export const anonymous: Caller = {}
