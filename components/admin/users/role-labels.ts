import type { Role } from "@/lib/identity/auth/scopes"

export const roleLabels: Record<Role, { label: string; description: string }> = {
  VIEWER: { label: "Viewer", description: "Can read everything except settings." },
  OPERATOR: { label: "Operator", description: "Can also record, complete and roll back deployments." },
  ADMIN: { label: "Admin", description: "Can also manage users, tokens and environments." },
}

export const roleOptions = Object.entries(roleLabels).map(([value, { label, description }]) => ({
  value,
  label: `${label}: ${description}`,
}))

export function roleFrom(value: string): Role {
  return value === "ADMIN" || value === "OPERATOR" ? value : "VIEWER"
}
