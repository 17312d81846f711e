"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { useQueryStates } from "nuqs"
import { lazy } from "react"
import { tokenColumns } from "@/components/admin/tokens/token-columns"
import { tokenFilters, tokensQuery } from "@/components/admin/tokens/tokens-query"
import { ListPage } from "@/components/layout/list-page"
import { DialogButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"

const CreateTokenDialog = lazy(() => import("@/components/admin/tokens/create-token-dialog"))

const stateOptions = [
  { value: "ACTIVE", label: "Active" },
  { value: "EXPIRED", label: "Expired" },
  { value: "REVOKED", label: "Revoked" },
]

export function TokensView({ environments }: { environments: string[] }) {
  const [filter, setFilter] = useQueryStates(tokenFilters)
  const query = useInfiniteQuery({ ...tokensQuery(filter), placeholderData: keepPreviousData })
  return (
    <ListPage
      title="Tokens"
      still
      actions={
        <DialogButton
          variant="primary"
          icon={<Plus size={14} />}
          dialog={(state) => <CreateTokenDialog {...state} environments={environments} />}
        >
          New token
        </DialogButton>
      }
      tableId="tokens"
      label="API tokens"
      noun="tokens"
      columns={tokenColumns}
      query={query}
      rowKey={(token) => token.id}
      values={filter}
      onFilter={(change) => void setFilter(change)}
      filters={[
        { kind: "search", name: "q", label: "Filter by name" },
        { kind: "choice", name: "state", label: "State", options: stateOptions },
      ]}
    >
      <EmptyState title="No tokens yet">
        Pipelines need a token to record deployments. Create one per pipeline, so that each can be revoked
        separately.
      </EmptyState>
    </ListPage>
  )
}
