import { z } from "zod"
import { type Role, roles } from "@/lib/identity/auth/scopes"

/** What an identity provider says of the person who signs in, in Slipway's words. */
export type OidcPerson = {
  /** Issuer and subject: the only thing that names the person for good. */
  oidcSubject: string
  email: string | null
  emailVerified: boolean
  name: string | null
  /** Null when no claim says roles, so that admins give them here. */
  role: Role | null
}

const standardClaims = z.looseObject({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: z.email().max(254).toLowerCase().nullish().catch(null),
  // Some providers send the word instead of the value.
  email_verified: z
    .union([z.literal(true), z.literal("true")])
    .nullish()
    .catch(null),
  name: z.string().trim().min(1).max(200).nullish().catch(null),
  preferred_username: z.string().trim().min(1).max(200).nullish().catch(null),
})

/** Reads validated claims. `roleClaim` names the claim with the role, also inside another: `realm_access.roles`. */
export function readOidcClaims(claims: unknown, roleClaim: string | null): OidcPerson {
  const read = standardClaims.parse(claims)
  return {
    oidcSubject: `${read.iss} ${read.sub}`,
    email: read.email ?? null,
    emailVerified: Boolean(read.email_verified),
    name: read.name ?? read.preferred_username ?? null,
    role: roleClaim === null ? null : highestRole(claimAt(read, roleClaim)),
  }
}

function claimAt(claims: unknown, path: string): unknown {
  const inside = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null && Object.hasOwn(value, key)
      ? Reflect.get(value, key)
      : undefined
  return inside(claims, path) ?? path.split(".").reduce(inside, claims)
}

/**
 * The highest role named by a claim: `admin`, `operator` or `viewer` in any case, alone or behind `slipway-`, as one text or
 * in a list. Anything else is a viewer: who is let in may look, and nothing unknown gives more.
 */
export function highestRole(claim: unknown): Role {
  const named = [claim].flat().map((value) => (typeof value === "string" ? roleNamed(value) : 0))
  return roles[Math.max(0, ...named)] ?? "VIEWER"
}

function roleNamed(value: string): number {
  const words: readonly string[] = roles
  return words.indexOf(/^(?:slipway[-_:/.])?([a-z]+)$/i.exec(value)?.[1]?.toUpperCase() ?? "")
}
