"use client"

import { Ban, CircleCheck, TimerOff } from "lucide-react"
import { lazy } from "react"
import { tokenList } from "@/components/admin/tokens/tokens-query"
import { ListPage, useList } from "@/components/layout/list-page"
import { nameColumn } from "@/components/layout/name-column"
import { actionsColumn, type BadgeStyle, badgeColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { DialogButton, NewButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"
import type { Token, TokenState } from "@/lib/identity/tokens/schema"

const CreateTokenDialog = lazy(() => import("@/components/admin/tokens/create-token-dialog"))

const stateOptions = [
  { value: "ACTIVE", label: "Active" },
  { value: "EXPIRED", label: "Expired" },
  { value: "REVOKED", label: "Revoked" },
]

export function TokensView({ environments }: { environments: string[] }) {
  const list = useList(tokenList)
  const newToken = (
    <NewButton dialog={(state) => <CreateTokenDialog {...state} environments={environments} />}>
      New token
    </NewButton>
  )
  return (
    <ListPage
      title="Tokens"
      isStatic
      actions={newToken}
      tableId="tokens"
      label="API tokens"
      columns={tokenColumns}
      {...list}
      rowKey={(token) => token.id}
      filters={[
        { kind: "search", name: "q", label: "Filter by name" },
        { kind: "choice", name: "state", label: "State", options: stateOptions },
      ]}
    >
      <EmptyState title="No tokens yet" actions={newToken}>
        Pipelines need a token to record deployments. Create one per pipeline, so that each can be revoked
        separately.
      </EmptyState>
    </ListPage>
  )
}

const RevokeTokenDialog = lazy(() => import("@/components/admin/tokens/revoke-token-dialog"))

const stateStyles: Record<TokenState, BadgeStyle> = {
  ACTIVE: { word: "Active", tone: "deployed", icon: <CircleCheck size={11} /> },
  EXPIRED: { word: "Expired", tone: "pending", icon: <TimerOff size={11} /> },
  REVOKED: { word: "Revoked", tone: "uninstalled", icon: <Ban size={11} /> },
}

const tokenColumns: readonly Column<Token>[] = [
  nameColumn(({ name }) => name, { id: "name", label: "Name", width: 170, required: true }),
  badgeColumn(({ state }) => state, stateStyles, { id: "state", label: "State", width: 100 }),
  {
    id: "token",
    label: "Token",
    width: 130,
    fits: true,
    mono: true,
    value: ({ prefix, lastFour }) => `${prefix}…${lastFour}`,
  },
  { id: "scopes", label: "Scopes", mono: true, value: ({ scopes }) => scopes.join(", ") },
  {
    id: "environments",
    label: "Environments",
    width: 118,
    value: ({ environments }) => environments.join(", ") || "All",
    cell: ({ environments }) => environments.join(", ") || <span className="text-muted">All</span>,
  },
  timeColumn(({ lastUsedAt }) => lastUsedAt, {
    id: "lastUsedAt",
    label: "Last used",
    width: 105,
    none: "Never",
  }),
  timeColumn(({ expiresAt }) => expiresAt, { id: "expiresAt", label: "Expires", none: "Never" }),
  { id: "createdBy", label: "Created by", width: 125, value: ({ createdBy }) => createdBy },
  actionsColumn(
    90,
    (token) =>
      token.state === "ACTIVE" && (
        <DialogButton of={token.name} dialog={(state) => <RevokeTokenDialog {...state} token={token} />}>
          Revoke
        </DialogButton>
      ),
  ),
]
