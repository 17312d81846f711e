"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { CreateTokenDialog } from "@/components/admin/tokens/create-token-dialog"
import { tokenColumns } from "@/components/admin/tokens/token-columns"
import { tokenFilters, tokensQuery } from "@/components/admin/tokens/tokens-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { Picker } from "@/components/ui/picker"

export function TokensView({ environments }: { environments: string[] }) {
  const [filter, choose] = useQueryStates(tokenFilters)
  const query = useInfiniteQuery({ ...tokensQuery(filter), placeholderData: keepPreviousData })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeader title="Tokens" still actions={<CreateTokenDialog environments={environments} />} />
      <PageBody fill>
        <div className="flex flex-wrap gap-2">
          <FilterField
            label="Filter by name"
            value={filter.q ?? ""}
            onValueChange={(q) => void choose({ q: q || null })}
          />
          <Picker
            label="State"
            value={filter.state ?? ""}
            onValueChange={(state) => void choose({ state: state || null })}
            options={[
              { value: "", label: "any" },
              { value: "ACTIVE", label: "active" },
              { value: "EXPIRED", label: "expired" },
              { value: "REVOKED", label: "revoked" },
            ]}
          />
        </div>
        <DataTable
          label="API tokens"
          columns={tokenColumns}
          rows={rows}
          rowKey={(token) => token.id}
          loading={query.isPending}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          className="shrink"
        >
          {query.isError ? (
            <ErrorState title="Could not load tokens" read={query} />
          ) : (
            <EmptyState title={filter.q || filter.state ? "No tokens found" : "No tokens yet"}>
              Pipelines need a token to record deployments. Create one per pipeline, so that each can be
              revoked separately.
            </EmptyState>
          )}
        </DataTable>
      </PageBody>
    </>
  )
}
