import { z } from "zod"
import { type Role, roles } from "@/lib/identity/auth/scopes"

/** The user who signs in, as described by the identity provider's claims. */
export type OidcPerson = {
  /** Issuer and subject: the only stable identifier of the user. */
  oidcSubject: string
  email: string | null
  emailVerified: boolean
  name: string | null
  /** Null when no role claim is configured and admins assign roles in Slipway. */
  role: Role | null
}

const standardClaims = z.looseObject({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: z.email().max(254).toLowerCase().nullish().catch(null),
  // Some providers send a string instead of a boolean.
  email_verified: z
    .union([z.literal(true), z.literal("true")])
    .nullish()
    .catch(null),
  name: z.string().trim().min(1).max(200).nullish().catch(null),
  preferred_username: z.string().trim().min(1).max(200).nullish().catch(null),
})

/** Reads validated claims. `roleClaim` is the name or path of the role claim, such as `realm_access.roles`. */
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
 * The highest role in a claim: `admin`, `operator` or `viewer` in any case, with or without the prefix `slipway-`, as a
 * string or in a list. Anything else is a viewer.
 */
export function highestRole(claim: unknown): Role {
  const ranks = [claim].flat().map((value) => (typeof value === "string" ? roleNamed(value) : 0))
  return roles[Math.max(0, ...ranks)] ?? "VIEWER"
}

function roleNamed(value: string): number {
  const roleNames: readonly string[] = roles
  return roleNames.indexOf(/^(?:slipway[-_:/.])?([a-z]+)$/i.exec(value)?.[1]?.toUpperCase() ?? "")
}
