import type { Role } from "@/lib/identity/auth/scopes"

export const roleLabels: Record<Role, { label: string; may: string }> = {
  VIEWER: { label: "Viewer", may: "Reads everything but settings." },
  OPERATOR: { label: "Operator", may: "Also records, completes and rolls back." },
  ADMIN: { label: "Admin", may: "Also manages users, tokens and environments." },
}

export const roleOptions = Object.entries(roleLabels).map(([value, { label, may }]) => ({
  value,
  label: `${label}: ${may}`,
}))
