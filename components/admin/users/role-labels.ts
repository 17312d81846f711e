import type { Role } from "@/lib/identity/auth/scopes"

export const roleLabels: Record<Role, { label: string; may: string }> = {
  VIEWER: { label: "Viewer", may: "Can read everything except settings." },
  OPERATOR: { label: "Operator", may: "Can also record, complete and roll back deployments." },
  ADMIN: { label: "Admin", may: "Can also manage users, tokens and environments." },
}

export const roleOptions = Object.entries(roleLabels).map(([value, { label, may }]) => ({
  value,
  label: `${label}: ${may}`,
}))

export function roleFrom(value: string): Role {
  return value === "ADMIN" || value === "OPERATOR" ? value : "VIEWER"
}
