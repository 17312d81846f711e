import { roleLabels } from "@/components/admin/users/role-labels"
import { Badge } from "@/components/ui/badge"
import type { Column } from "@/components/ui/columns"
import { timeColumn } from "@/components/ui/time-column"
import type { User } from "@/lib/identity/users/schema"

export const userColumns: readonly Column<User>[] = [
  { id: "name", label: "Name", width: 220, required: true, value: (user) => user.name },
  { id: "email", label: "Email address", plain: true, value: (user) => user.email },
  { id: "role", label: "Role", plain: true, width: 110, value: (user) => roleLabels[user.role].label },
  {
    id: "access",
    label: "Access",
    width: 170,
    value: (user) => (user.disabled ? "Disabled" : signInMethods(user)),
    cell: (user) =>
      user.disabled ? (
        <Badge tone="uninstalled">Disabled</Badge>
      ) : (
        <span className="text-muted">{signInMethods(user)}</span>
      ),
  },
  timeColumn((user) => user.lastSignInAt, { id: "lastSignInAt", label: "Last sign-in", none: "Never" }),
  timeColumn((user) => user.createdAt, { id: "createdAt", label: "Added" }),
]

function signInMethods(user: User): string {
  const methods = [user.hasPassword && "Password", user.hasSingleSignOn && "SSO"].filter(Boolean)
  return methods.length === 0 ? "None" : methods.join(", ")
}
