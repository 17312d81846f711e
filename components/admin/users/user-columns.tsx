import { roleLabels } from "@/components/admin/users/role-labels"
import { Badge } from "@/components/ui/badge"
import { type Column, timeWidth } from "@/components/ui/columns"
import { Time } from "@/components/ui/time"
import type { User } from "@/lib/identity/users/schema"

export const userColumns: readonly Column<User>[] = [
  { id: "name", label: "Name", width: 220, required: true, cell: (user) => user.name },
  { id: "email", label: "Email address", plain: true, cell: (user) => user.email },
  { id: "role", label: "Role", plain: true, width: 110, cell: (user) => roleLabels[user.role].label },
  {
    id: "access",
    label: "Access",
    width: 170,
    cell: (user) =>
      user.disabled ? (
        <Badge tone="uninstalled">Disabled</Badge>
      ) : (
        <span className="text-muted">{signInMethods(user)}</span>
      ),
    csv: (user) => (user.disabled ? "Disabled" : signInMethods(user)),
  },
  {
    id: "lastSignInAt",
    label: "Last sign-in",
    width: timeWidth,
    cell: (user) =>
      user.lastSignInAt === null ? (
        <span className="text-muted">Never</span>
      ) : (
        <Time at={user.lastSignInAt} />
      ),
    csv: (user) => user.lastSignInAt,
  },
  {
    id: "createdAt",
    label: "Added",
    width: timeWidth,
    cell: (user) => <Time at={user.createdAt} />,
    csv: (user) => user.createdAt,
  },
]

function signInMethods(user: User): string {
  const methods = [user.hasPassword && "Password", user.hasSingleSignOn && "SSO"].filter(Boolean)
  return methods.length === 0 ? "None" : methods.join(", ")
}
