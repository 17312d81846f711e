"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { useQueryStates } from "nuqs"
import { lazy } from "react"
import { userColumns } from "@/components/admin/users/user-columns"
import { userFilters, usersQuery } from "@/components/admin/users/users-query"
import { ListPage, useOpenedRow } from "@/components/layout/list-page"
import { rowsOf } from "@/components/ui/data-table"
import { DialogButton } from "@/components/ui/dialog-button"
import { lazyDrawer } from "@/components/ui/lazy-drawer"
import { pages } from "@/lib/platform/paths"

const CreateUserDialog = lazy(() => import("@/components/admin/users/create-user-dialog"))

const UserDrawer = lazyDrawer(() => import("@/components/admin/users/user-drawer"))

export function UsersView() {
  const [filter, setFilter] = useQueryStates(userFilters)
  const query = useInfiniteQuery({ ...usersQuery(filter), placeholderData: keepPreviousData })
  const opened = useOpenedRow("user", rowsOf(query), (user) => user.id)
  return (
    <>
      <ListPage
        title="Users"
        still
        actions={
          <DialogButton
            variant="primary"
            icon={<Plus size={14} />}
            dialog={(state) => <CreateUserDialog {...state} />}
          >
            New user
          </DialogButton>
        }
        tableId="users"
        label="Users"
        noun="users"
        columns={userColumns}
        query={query}
        rowKey={(user) => user.id}
        rowHref={(user) => pages.users({ ...filter, user: user.id })}
        opened={opened}
        values={filter}
        onFilter={(change) => void setFilter(change)}
        filters={[{ kind: "search", name: "q", label: "Filter by name or e-mail" }]}
        noMatches="Clear the filter to see all users."
      />
      <UserDrawer {...opened.drawer} />
    </>
  )
}
