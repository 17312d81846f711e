"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { parseAsString, useQueryStates } from "nuqs"
import { CreateUserDialog } from "@/components/admin/users/create-user-dialog"
import { userColumns } from "@/components/admin/users/user-columns"
import { UserDrawer } from "@/components/admin/users/user-drawer"
import { userFilters, usersQuery } from "@/components/admin/users/users-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { pages } from "@/lib/platform/paths"

export function UsersView() {
  const [chosen, choose] = useQueryStates({ ...userFilters, user: parseAsString })
  const query = useInfiniteQuery({ ...usersQuery({ q: chosen.q }), placeholderData: keepPreviousData })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeader title="Users" still actions={<CreateUserDialog />} />
      <PageBody fill>
        <FilterField
          label="Filter by name or e-mail"
          value={chosen.q ?? ""}
          onValueChange={(q) => void choose({ q: q || null })}
        />
        <DataTable
          label="Users"
          columns={userColumns}
          rows={rows}
          rowKey={(user) => user.id}
          rowHref={(user) => pages.users({ user: user.id })}
          onOpenRow={(user) => void choose({ user: user.id })}
          selectedKey={chosen.user}
          loading={query.isPending}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          className="shrink"
        >
          {query.isError ? (
            <ErrorState title="Could not load users" read={query} />
          ) : (
            <EmptyState title="No users found">Clear the filter to see all users.</EmptyState>
          )}
        </DataTable>
      </PageBody>
      <UserDrawer
        user={rows.find((user) => user.id === chosen.user) ?? null}
        onClose={() => void choose({ user: null })}
      />
    </>
  )
}
