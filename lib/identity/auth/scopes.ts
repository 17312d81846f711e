export const scopes = [
  "deployments:read",
  "deployments:write",
  "releases:read",
  "releases:write",
  "admin",
] as const

export type Scope = (typeof scopes)[number]

export const roles = ["VIEWER", "OPERATOR", "ADMIN"] as const
export type Role = (typeof roles)[number]

export const scopesOfRole: Record<Role, readonly Scope[]> = {
  VIEWER: ["deployments:read", "releases:read"],
  OPERATOR: ["deployments:read", "deployments:write", "releases:read", "releases:write"],
  ADMIN: scopes,
}

/** A write scope includes its read scope, and `admin` includes all scopes. */
export function grants(granted: readonly Scope[], required: Scope): boolean {
  if (granted.includes("admin") || granted.includes(required)) return true
  return required.endsWith(":read") && granted.some((scope) => scope === required.replace(":read", ":write"))
}
