"use client"

import { lazy } from "react"
import { roleLabels } from "@/components/admin/users/role-labels"
import { userList } from "@/components/admin/users/users-query"
import { ListPage, useList, useOpenedRow } from "@/components/layout/list-page"
import { Badge } from "@/components/ui/badge"
import { timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { NewButton } from "@/components/ui/dialog-button"
import { lazyDrawer } from "@/components/ui/lazy-trigger"
import { rowsOf } from "@/components/ui/table-query"
import type { User } from "@/lib/identity/users/schema"
import { pages } from "@/lib/platform/paths"

const CreateUserDialog = lazy(() => import("@/components/admin/users/create-user-dialog"))

const UserDrawer = lazyDrawer(() => import("@/components/admin/users/user-drawer"))

export function UsersView() {
  const list = useList(userList)
  const opened = useOpenedRow("user", rowsOf(list.query), (user) => user.id)
  return (
    <>
      <ListPage
        title="Users"
        isStatic
        actions={<NewButton dialog={(state) => <CreateUserDialog {...state} />}>New user</NewButton>}
        tableId="users"
        label="Users"
        columns={userColumns}
        {...list}
        rowKey={(user) => user.id}
        rowHref={(user) => pages.users({ ...list.values, user: user.id })}
        opened={opened}
        filters={[{ kind: "search", name: "q", label: "Filter by name or email" }]}
        noMatches="Clear the filter to see all users."
      />
      <UserDrawer {...opened.drawer} />
    </>
  )
}

const userColumns: readonly Column<User>[] = [
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
